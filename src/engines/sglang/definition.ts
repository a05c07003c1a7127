import type { Recipe } from '../../comparison/recipe.js'
import type { EngineDefinition } from '../definition.js'
import { sglangBuild } from './build-arguments.js'
import { rocmVersion } from './image-name.js'
import { onlineMetrics } from '../online-metrics.js'
import { offlineMetrics } from './metrics.js'
import { reservedForOneBatch } from './one-batch-command.js'
import { sglangProbe } from './probe.js'
import { sglangRecipeSchema } from './recipe.js'
import { reservedForServer } from './serving-command.js'
import { sglangStage } from './stage.js'

export const sglangDefinition: EngineDefinition = {
  name: 'sglang',
  title: 'SGLang',
  repository: 'sgl-project/sglang',
  metrics: { offline: offlineMetrics, online: onlineMetrics },
  recipe: sglangRecipeSchema,
  reservedFlags,
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

function reservedFlags({ offline, online }: Recipe, [section]: readonly PropertyKey[]): readonly string[] {
  if (section === 'offline') return reservedForOneBatch
  if (section === 'online') return reservedForServer
  return [
    ...(offline === undefined ? [] : reservedForOneBatch),
    ...(online === undefined ? [] : reservedForServer),
  ]
}
