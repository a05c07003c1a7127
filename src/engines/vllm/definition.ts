import type { Recipe } from '../../comparison/recipe.js'
import type { EngineDefinition } from '../definition.js'
import { onlineMetrics } from '../online-metrics.js'
import { reservedForLatency, reservedForServer, reservedForThroughput } from './commands.js'
import { vllmBuild, vllmProbe } from './image.js'
import { offlineMetrics } from './metrics.js'
import { vllmRecipeSchema, type VllmRecipe } from './recipe.js'
import { vllmStage } from './stage.js'

export const vllmDefinition: EngineDefinition = {
  name: 'vllm',
  title: 'vLLM',
  repository: 'vllm-project/vllm',
  metrics: { offline: offlineMetrics, online: onlineMetrics },
  recipe: vllmRecipeSchema,
  reservedFlags,
  hostPaths: [],
  stage: vllmStage,
  image: {
    tagSuffix: () => 'vllm',
    package: { name: 'vllm', folder: 'vllm' },
    overlay: {
      layer: ['vllm/**.py'],
      // Its setup.py reads these.
      built: ['vllm/envs.py', 'vllm/version.py'],
      ignored: ['*.md', '.buildkite/**', '.github/**', 'docs/**', 'examples/**', 'tests/**'],
    },
    dockerfiles: (image) => [vllmImage(image).dockerfile],
    build: (dockerfile, choice) => vllmBuild(dockerfile, { ...choice, image: vllmImage(choice.image) }),
    probe: vllmProbe,
  },
}

function vllmImage(image: unknown): VllmRecipe['image'] {
  return vllmRecipeSchema.shape.image.parse(image)
}

function reservedFlags(recipe: Recipe, [section, kind]: readonly PropertyKey[]): readonly string[] {
  if (section === 'online') return reservedForServer
  if (kind === 'latency') return reservedForLatency
  if (kind === 'throughput') return reservedForThroughput
  const offline = [...reservedForLatency, ...reservedForThroughput]
  if (section === 'offline') return offline
  return [
    ...(recipe.offline === undefined ? [] : offline),
    ...(recipe.online === undefined ? [] : reservedForServer),
  ]
}
