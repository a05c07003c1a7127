import type { Recipe } from '../../comparison/recipe.js'
import { vllmRecipeSchema } from './recipe.js'

/** A recipe with cases of every kind. */
export function recipeOf(): Recipe {
  const lengths = { inputLength: 32, outputLength: 8 }
  const expected = { loadSeconds: 60, caseSeconds: 10 }
  return vllmRecipeSchema.parse({
    ...{ engine: 'vllm', name: 'tiny', title: 'Tiny' },
    image: { base: 'rocm/vllm-dev:base' },
    weights: { model: 'org/tiny' },
    tensorParallel: 2,
    flags: ['--dtype', 'float32'],
    offline: {
      latency: [{ batchSize: [1, 4], ...lengths }],
      throughput: [{ prompts: 16, ...lengths, flags: ['--async-engine'] }],
      expected,
    },
    online: {
      serverFlags: ['--max-num-seqs', '8'],
      cases: [
        { requestRate: [4], ...lengths, prompts: 16 },
        { maxConcurrency: [2], ...lengths, prompts: 16 },
      ],
      expected,
    },
  })
}
