import { longerArrivals, onlineCases } from '../comparison/online-cases.js'
import type { OnlineStagePlan } from '../comparison/plan.js'
import type { Recipe } from '../comparison/recipe.js'
import type { ComparisonRequest } from '../comparison/request.js'
import { expectedLaunchSeconds } from '../comparison/stage.js'
import { metricsOfCases } from './metrics-of-cases.js'
import { RequestRefused } from './request-refused.js'

/** The online stage of a recipe. Throws RequestRefused where the recipe has nothing online, or not in this mode. */
export function onlineStage(request: ComparisonRequest, recipe: Recipe, host: string): OnlineStagePlan {
  const cases = onlineCases(recipe, request)
  if (recipe.online === undefined || cases === undefined) {
    throw new RequestRefused(`the recipe of ${recipe.name} has no online cases`)
  }
  if (request.mode !== 'normal') {
    throw new RequestRefused(
      `mode ${request.mode} exists only for offline benchmarks. Add --benchmark-types offline`,
    )
  }
  const { online, gsm8k } = recipe
  return {
    name: `${recipe.name}/online`,
    model: recipe.name,
    benchmarkType: 'online',
    host,
    recipe,
    cases,
    metrics: metricsOfCases('online', cases),
    expectedLaunchSeconds: expectedLaunchSeconds(online.expected, {
      processes: 1,
      measurements: cases.length,
      longerSeconds: longerArrivals(recipe, cases),
    }),
    ...(gsm8k === undefined || request.skipGsm8k ? {} : { accuracy: gsm8k }),
  }
}
