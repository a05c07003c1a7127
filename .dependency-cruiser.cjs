/**
 * Imports go down these layers only:
 *
 *   client, worker
 *   workflows, activities
 *   launch, image, cleaning     what a host does: one launch, one image, making room
 *   report, results, recipes, sglang, docker, git, github, gpu, processes
 *   comparison                  pure: zod and one library of distributions are all that it imports
 */
const layers = [
  '^src/(client|worker)/',
  '^src/(workflows|activities)/',
  '^src/(launch|image|cleaning)/',
  '^src/(report|results|recipes|sglang|docker|git|github|gpu|processes)/',
  '^src/comparison/',
]

const downwards = layers.slice(1).map((layer, index) => ({
  name: `no-import-upwards-${String(index + 1)}`,
  severity: 'error',
  from: { path: layer },
  to: { path: layers.slice(0, index + 1).join('|') },
}))

module.exports = {
  forbidden: [
    ...downwards,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'comparison-is-pure',
      severity: 'error',
      from: { path: '^src/comparison/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^src/comparison/|^node_modules/(zod|@stdlib|jstat|simple-statistics)' },
    },
    {
      name: 'workflows-stay-in-the-sandbox',
      comment: 'Workflow code imports comparison/ and types; bundle.ts is the build step beside it.',
      severity: 'error',
      from: { path: '^src/workflows/', pathNot: '^src/workflows/bundle\\.ts$|\\.test\\.ts$' },
      to: {
        pathNot: '^src/(workflows|comparison)/|^node_modules/(zod|@temporalio/(workflow|common))',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'worker-knows-no-client',
      severity: 'error',
      from: { path: '^src/worker/' },
      to: { path: '^src/client/' },
    },
    {
      name: 'no-undeclared-dependency',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'unknown', 'undetermined'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
