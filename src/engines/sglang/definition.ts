import type { EngineDefinition, FlagsAt } from '../definition.js'
import { sglangBuild } from './build-arguments.js'
import { rocmVersion } from './image-name.js'
import { onlineMetrics } from '../online-metrics.js'
import { offlineMetrics } from './metrics.js'
import { reservedForOneBatch } from './one-batch-command.js'
import { sglangProbe } from './probe.js'
import { sglangRecipeSchema, type OfflineRecipe, type SglangRecipe } from './recipe.js'
import { reservedForServer } from './serving-command.js'
import { sglangRecipe, sglangStage } from './stage.js'

export const sglangDefinition: EngineDefinition = {
  name: 'sglang',
  title: 'SGLang',
  repository: 'sgl-project/sglang',
  metrics: { offline: offlineMetrics, online: onlineMetrics },
  recipe: sglangRecipeSchema,
  givenFlags: (recipe) => flagsOf(sglangRecipe({ recipe })),
  hostPaths: [['online', 'dataset']],
  stage: sglangStage,
  image: {
    tagSuffix: rocmVersion,
    package: { name: 'sglang', folder: 'python/sglang' },
    overlay: {
      layer: ['python/sglang/**.py'],
      // Kernels that are compiled with it, and what its package's record says.
      built: ['python/sglang/kernels/aot/**', 'python/sglang/version.py'],
      ignored: ['*.md', '.github/**', 'docs/**', 'docs_new/**', 'test/**'],
    },
    dockerfiles: () => ['docker/rocm.Dockerfile', 'docker/Dockerfile.rocm'],
    build: sglangBuild,
    probe: sglangProbe,
  },
}

function flagsOf({ flags, offline, online }: SglangRecipe): FlagsAt[] {
  const ofAll = [...(offline ? reservedForOneBatch : []), ...(online ? reservedForServer : [])]
  return [
    { path: ['flags'], flags, reserved: ofAll },
    ...(offline ? offlineFlags(offline) : []),
    { path: ['online', 'serverFlags'], flags: online?.serverFlags ?? [], reserved: reservedForServer },
  ]
}

function offlineFlags({ modes, ...normal }: OfflineRecipe): FlagsAt[] {
  const sections = [
    { path: ['offline'], section: normal },
    ...Object.entries(modes).map(([mode, section]) => ({ path: ['offline', 'modes', mode], section })),
  ]
  return sections.flatMap(({ path, section: { flags, cases } }) =>
    [
      { path: [...path, 'flags'], flags },
      ...cases.map((group, index) => ({ path: [...path, 'cases', index, 'flags'], flags: group.flags })),
    ].map((place) => ({ ...place, reserved: reservedForOneBatch })),
  )
}
