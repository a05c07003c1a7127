import type { ComparisonRequest } from '../../comparison/request.js'
import type { Plan } from '../../comparison/plan.js'

/**
 * What the person who asked said in place of the recipes, in the words of the command line, each with what it
 * replaces.
 */
export function overridesOf({ request, stages }: Plan): string[] {
  const recipes = [...new Map(stages.map((stage) => [stage.model, stage.recipe])).values()]
  const given = new Set(request.recipes.map(({ name }) => name))
  const { mainImage = '', prImage = '', benchmarkTypes = [] } = request
  return [
    ...recipes.filter(({ name }) => given.has(name)).map(({ name }) => `--recipe for ${name}`),
    ...baseImage(
      request,
      recipes.map(({ image }) => image.base ?? 'what the Dockerfile names'),
    ),
    ...when(request.build !== 'auto', `--build ${request.build} in place of auto`),
    ...when(request.skipBuild, `--skip-build with ${mainImage} and ${prImage} in place of images built`),
    ...when(request.mode !== 'normal', `--mode ${request.mode} in place of the usual cases`),
    ...when(
      request.historical,
      '--historical: one process a case, one pair, the historical numbers of prompts',
    ),
    ...when(
      request.skipGsm8k && recipes.some(({ gsm8k }) => gsm8k !== undefined),
      '--skip-gsm8k: no accuracy is measured',
    ),
    ...when(benchmarkTypes.length > 0, `--benchmark-types ${benchmarkTypes.join(',')}`),
    ...numbers(request),
  ]
}

function baseImage({ baseImage: wanted, skipBuild }: ComparisonRequest, bases: readonly string[]): string[] {
  if (wanted === undefined || skipBuild) return []
  const others = [...new Set(bases)].filter((base) => base !== wanted)
  return when(others.length > 0, `--base-image ${wanted} in place of ${others.join(', ')}`)
}

function numbers({ pairs, maxPairs, budgetSeconds = 0, threshold }: ComparisonRequest): string[] {
  const percent = Number((100 * threshold).toFixed(6))
  return [
    ...(pairs === undefined ? [] : [`--pairs ${pairs} in place of as many as settle it`]),
    ...when(maxPairs !== 10, `--max-pairs ${maxPairs} in place of 10`),
    ...when(budgetSeconds > 0, `--budget ${budgetSeconds}s`),
    ...when(threshold !== 0.05, `--threshold ${percent} in place of 5`),
  ]
}

function when(isSo: boolean, text: string): string[] {
  return isSo ? [text] : []
}
