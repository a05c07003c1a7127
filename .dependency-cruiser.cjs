/**
 * Imports go down these layers only:
 * client, worker -> workflows, activities -> report, results, sglang, docker, git, github, gpu -> comparison
 */
const outside = '^src/(report|results|sglang|docker|git|github|gpu)/'
const above = '^src/(client|worker|workflows|activities)/'

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'comparison-is-pure',
      comment: 'The domain knows no input or output: zod and one library of distributions are all it imports.',
      severity: 'error',
      from: { path: '^src/comparison/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^src/comparison/|^node_modules/(zod|@stdlib)' },
    },
    {
      name: 'adapters-look-down',
      comment: 'Adapters and results know nothing of activities, workflows, workers or the command line.',
      severity: 'error',
      from: { path: outside },
      to: { path: above },
    },
    {
      name: 'activities-and-workflows-look-down',
      severity: 'error',
      from: { path: '^src/(workflows|activities)/' },
      to: { path: '^src/(client|worker)/' },
    },
    {
      name: 'workflows-stay-in-the-sandbox',
      comment: 'Workflow code imports comparison/ and types; only bundle.ts, which is no workflow, imports more.',
      severity: 'error',
      from: { path: '^src/workflows/', pathNot: '^src/workflows/bundle\\.ts$|\\.test\\.ts$' },
      to: {
        pathNot: '^src/(workflows|comparison)/|^node_modules/(zod|@temporalio/(workflow|common))',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'client-and-worker-stand-apart',
      comment: 'The client may name the worker processes it starts, never the other way round.',
      severity: 'error',
      from: { path: '^src/worker/' },
      to: { path: '^src/client/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
}
