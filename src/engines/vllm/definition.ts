import type { EngineDefinition, FlagsAt } from '../definition.js'
import { onlineMetrics } from '../online-metrics.js'
import { reservedForLatency, reservedForServer, reservedForThroughput } from './commands.js'
import { vllmBuild, vllmProbe } from './image.js'
import { offlineMetrics } from './metrics.js'
import { vllmRecipeSchema, type OfflineSection, type VllmRecipe } from './recipe.js'
import { vllmStage } from './stage.js'

export const vllmDefinition: EngineDefinition = {
  name: 'vllm',
  title: 'vLLM',
  repository: 'vllm-project/vllm',
  metrics: { offline: offlineMetrics, online: onlineMetrics },
  recipe: vllmRecipeSchema,
  givenFlags: (recipe) => flagsOf(vllmRecipeSchema.parse(recipe)),
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

function flagsOf({ flags, offline, online }: VllmRecipe): FlagsAt[] {
  const ofAll = [
    ...(offline ? [...reservedForLatency, ...reservedForThroughput] : []),
    ...(online ? reservedForServer : []),
  ]
  return [
    { path: ['flags'], flags, reserved: ofAll },
    ...(offline ? offlineFlags(offline) : []),
    { path: ['online', 'serverFlags'], flags: online?.serverFlags ?? [], reserved: reservedForServer },
  ]
}

function offlineFlags({ flags, latency, throughput }: OfflineSection): FlagsAt[] {
  const kinds = {
    latency: [latency, reservedForLatency],
    throughput: [throughput, reservedForThroughput],
  } as const
  return [
    { path: ['offline', 'flags'], flags, reserved: [...reservedForLatency, ...reservedForThroughput] },
    ...Object.entries(kinds).flatMap(([kind, [groups, reserved]]) =>
      groups.map((group, index) => ({
        path: ['offline', kind, index, 'flags'],
        flags: group.flags,
        reserved,
      })),
    ),
  ]
}
