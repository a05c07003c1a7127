import { offlineCases } from '../comparison/offline-cases.js'
import type { OfflineStagePlan } from '../comparison/plan.js'
import type { Recipe } from '../comparison/recipe.js'
import type { ComparisonRequest } from '../comparison/request.js'
import { expectedLaunchSeconds } from '../comparison/stage.js'
import { planProcesses } from '../engines/sglang/one-batch-process.js'
import { metricsOfCases } from './metrics-of-cases.js'
import { RequestRefused } from './request-refused.js'

/** The offline stage of a recipe. Throws RequestRefused where the recipe has nothing offline in this mode. */
export function offlineStage(request: ComparisonRequest, recipe: Recipe, host: string): OfflineStagePlan {
  const cases = offlineCases(recipe, request.mode)
  if (recipe.offline === undefined || cases === undefined) {
    const what = request.mode === 'normal' ? 'offline cases' : `mode ${request.mode}`
    throw new RequestRefused(`the recipe of ${recipe.name} has no ${what}`)
  }
  const isolateCases = request.historical || recipe.offline.isolateCases
  const passes = isolateCases ? 1 : recipe.offline.passes
  return {
    name: `${recipe.name}/offline`,
    model: recipe.name,
    benchmarkType: 'offline',
    host,
    recipe,
    cases,
    metrics: metricsOfCases('offline', cases),
    isolateCases,
    passes,
    expectedLaunchSeconds: expectedLaunchSeconds(recipe.offline.expected, {
      processes: planProcesses(cases, { isolate: isolateCases, passes }).length,
      measurements: cases.length * passes,
    }),
  }
}
