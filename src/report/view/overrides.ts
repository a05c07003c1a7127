import type { ComparisonRequest } from '../../comparison/request.js'
import type { Plan } from '../../comparison/plan.js'

/**
 * What the person who asked said in place of the recipes, in the words of the command line, each with what it
 * replaces.
 */
export function overridesOf({ request, stages }: Plan): string[] {
  const recipes = [...new Map(stages.map((stage) => [stage.model, stage.recipe])).values()]
  const given = new Set(request.recipes.map(({ name }) => name))
  return [
    ...recipes.filter(({ name }) => given.has(name)).map(({ name }) => `--recipe for ${name}`),
    ...baseImage(
      request,
      recipes.map(({ image }) => image.base ?? 'what the Dockerfile names'),
    ),
    ...(request.build === 'auto' ? [] : [`--build ${request.build} in place of auto`]),
    ...(request.skipBuild
      ? [`--skip-build with ${request.mainImage ?? ''} and ${request.prImage ?? ''} in place of images built`]
      : []),
    ...(request.mode === 'normal' ? [] : [`--mode ${request.mode} in place of the usual cases`]),
    ...(request.historical
      ? ['--historical: one process a case, one pair, the historical numbers of prompts']
      : []),
    ...(request.skipGsm8k && recipes.some(({ gsm8k }) => gsm8k !== undefined)
      ? ['--skip-gsm8k: no accuracy is measured']
      : []),
    ...(request.benchmarkTypes === undefined
      ? []
      : [`--benchmark-types ${request.benchmarkTypes.join(',')}`]),
    ...numbers(request),
  ]
}

function baseImage({ baseImage: wanted, skipBuild }: ComparisonRequest, bases: readonly string[]): string[] {
  if (wanted === undefined || skipBuild) return []
  const others = [...new Set(bases)].filter((base) => base !== wanted)
  return others.length === 0 ? [] : [`--base-image ${wanted} in place of ${others.join(', ')}`]
}

function numbers({ pairs, maxPairs, budgetSeconds, threshold }: ComparisonRequest): string[] {
  return [
    ...(pairs === undefined ? [] : [`--pairs ${pairs} in place of as many as settle it`]),
    ...(maxPairs === 10 ? [] : [`--max-pairs ${maxPairs} in place of 10`]),
    ...(budgetSeconds === undefined ? [] : [`--budget ${budgetSeconds}s`]),
    ...(threshold === 0.05 ? [] : [`--threshold ${Number((100 * threshold).toFixed(6))} in place of 5`]),
  ]
}
