/**
 * Imports go down these layers only, type-only imports too; CONTRIBUTING.md says what each folder holds.
 */
const layers = [
  ['client', 'worker'],
  ['workflows', 'activities'],
  ['publish'],
  ['launch', 'image', 'planning'],
  ['host'],
  ['report'],
  ['historical'],
  ['run'],
  ['recipes'],
  ['engines', 'gpus', 'forges'],
  ['docker', 'git', 'processes'],
  ['verdict'],
  ['comparison'],
]

const pathOf = (folders) => `^src/(${folders.join('|')})/`

const downwards = layers.slice(1).map((folders, index) => ({
  name: `no-import-upwards-from-${folders.join('-')}`,
  severity: 'error',
  from: { path: pathOf(folders) },
  to: { path: pathOf(layers.slice(0, index + 1).flat()) },
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
      to: { pathNot: '^src/comparison/|^node_modules/zod' },
    },
    {
      name: 'verdict-is-pure',
      severity: 'error',
      from: { path: '^src/verdict/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^src/(verdict|comparison)/|^node_modules/(zod|@stdlib|pure-rand)' },
    },
    {
      name: 'workflows-stay-in-the-sandbox',
      comment: 'Workflow code imports comparison/, words and types; bundle.ts is the build step beside it.',
      severity: 'error',
      from: { path: '^src/workflows/', pathNot: '^src/workflows/bundle\\.ts$|\\.test\\.ts$' },
      to: {
        pathNot:
          '^src/(workflows|comparison|report/words)/|^node_modules/(zod|@temporalio/(workflow|common))',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'one-engine-knows-no-other',
      severity: 'error',
      from: { path: '^src/engines/([^/]+)/' },
      to: { path: '^src/engines/([^/]+)/', pathNot: '^src/engines/($1|output)/' },
    },
    {
      name: 'worker-knows-no-client',
      severity: 'error',
      from: { path: '^src/worker/' },
      to: { path: '^src/client/' },
    },
    {
      name: 'help-loads-little',
      comment: 'prbench --help loads declarations only; each command imports what it needs when it runs.',
      severity: 'error',
      from: { path: '^src/client/(main|program|perform|declare-[a-z]+|command-error)\\.ts$' },
      to: {
        pathNot: '^src/client/(program|perform|declare-[a-z]+|command-error)\\.ts$|^node_modules/commander',
        dependencyTypesNot: ['core', 'type-only'],
        dynamic: false,
      },
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
