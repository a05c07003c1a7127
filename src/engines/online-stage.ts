import type { AccuracyRecipe } from '../comparison/accuracy-recipe.js'
import type { Recipe } from '../comparison/recipe.js'
import type { EngineStage } from './definition.js'
import { longerArrivals, onlineCases } from './online-cases.js'
import { onlineMetrics } from './online-metrics.js'
import type { OnlineSection } from './online-section.js'

/** The stage of a recipe's loads on a server, whatever engine serves them. */
export function onlineStage(
  given: Recipe,
  section: OnlineSection,
  request: { historical: boolean },
  accuracy?: AccuracyRecipe,
): EngineStage {
  // The historical tool warmed no load up.
  const online = request.historical ? { ...section, loadWarmUpSeconds: 0 } : section
  const recipe = { ...given, online }
  const cases = onlineCases(online, request)
  const { readyDeadlineSeconds, caseDeadlineSeconds, loadWarmUpSeconds, expected } = online
  const warmUpSeconds = cases.length * loadWarmUpSeconds
  const loads = cases.map(({ name, prompts }) => `${name} x ${prompts}`).join('; ')
  const work = loadWarmUpSeconds === 0 ? loads : `${loads}; each warmed up for ${loadWarmUpSeconds} s`
  // The warm-ups, every case, every run of the accuracy test.
  const runs = 1 + cases.length + (accuracy?.repeats ?? 0)
  return {
    recipe,
    metrics: [...onlineMetrics],
    cases,
    ...(accuracy === undefined ? {} : { accuracy }),
    processes: 1,
    processDeadlineSeconds: readyDeadlineSeconds + runs * caseDeadlineSeconds,
    work: accuracy === undefined ? work : `${work}; accuracy`,
    expectedLaunchSeconds:
      expected.loadSeconds +
      warmUpSeconds +
      cases.length * expected.caseSeconds +
      longerArrivals(online, cases),
    warmUpSeconds,
    expectedPrimingSeconds: recipe.jit?.priming === true ? expected.loadSeconds + warmUpSeconds : 0,
  }
}
