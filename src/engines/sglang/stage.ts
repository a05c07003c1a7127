import { z } from 'zod'
import type { AccuracyRecipe } from '../../comparison/accuracy-recipe.js'
import type { BenchmarkType } from '../../comparison/benchmark-type.js'
import type { Metric } from '../../comparison/metric.js'
import type { StagePlan } from '../../comparison/plan.js'
import type { Recipe } from '../../comparison/recipe.js'
import type { ComparisonRequest } from '../../comparison/request.js'
import type { EngineStage } from '../definition.js'
import { longerArrivals, onlineCases, onlineCaseSchema, type OnlineCase } from '../online-cases.js'
import { onlineMetrics } from '../online-metrics.js'
import { offlineMetrics } from './metrics.js'
import { offlineCases, offlineCaseSchema, type OfflineCase } from './offline-cases.js'
import { planProcesses, type ProcessOptions } from './one-batch-process.js'
import { sglangRecipeSchema, type OfflineRecipe, type OnlineRecipe, type SglangRecipe } from './recipe.js'

type Request = Pick<ComparisonRequest, 'mode' | 'historical' | 'skipGsm8k'>

/**
 * What a stage on SGLang measures; undefined where the recipe has nothing of this type in the request's mode.
 */
export function sglangStage(recipe: Recipe, type: BenchmarkType, request: Request): EngineStage | undefined {
  const own = sglangRecipe({ recipe })
  return type === 'offline' ? offlineStage(own, request) : onlineStage(own, request)
}

/** The recipe of a plan with what SGLang alone knows of it. */
export function sglangRecipe({ recipe }: Pick<StagePlan, 'recipe'>): SglangRecipe {
  return sglangRecipeSchema.parse(recipe)
}

export function offlineCasesOf({ cases }: Pick<StagePlan, 'cases'>): OfflineCase[] {
  return z.array(offlineCaseSchema).parse(cases)
}

export function onlineCasesOf({ cases }: Pick<StagePlan, 'cases'>): OnlineCase[] {
  return z.array(onlineCaseSchema).parse(cases)
}

/** How the cases of an offline stage share processes: a case that has one to itself is measured once. */
export function processOptions({ isolateCases, passes }: OfflineRecipe): ProcessOptions {
  return isolateCases ? { isolate: true, passes: 1 } : { isolate: false, passes }
}

/**
 * How long a server may run, in seconds: until it is ready, a warm-up, every case, every run of the accuracy
 * test.
 */
export function serverDeadlineSeconds(
  { readyDeadlineSeconds, caseDeadlineSeconds }: OnlineRecipe,
  cases: number,
  accuracy: AccuracyRecipe | undefined,
): number {
  return readyDeadlineSeconds + (1 + cases + (accuracy?.repeats ?? 0)) * caseDeadlineSeconds
}

function offlineStage(given: SglangRecipe, request: Request): EngineStage | undefined {
  const cases = offlineCases(given, request.mode)
  if (given.offline === undefined || cases === undefined) return undefined
  const offline = { ...given.offline, isolateCases: request.historical || given.offline.isolateCases }
  const { loadSeconds, caseSeconds } = offline.expected
  const options = processOptions(offline)
  const processes = planProcesses(cases, options).length
  const hasDecode = cases.some(({ outputLength }) => outputLength > 1)
  return {
    recipe: { ...given, offline },
    metrics: offlineMetrics.filter(({ phase }: Metric) => phase !== 'decode' || hasDecode),
    cases,
    processes,
    processDeadlineSeconds: offline.processDeadlineSeconds,
    work: `${options.isolate ? 'isolated' : `${options.passes} passes`}: ${cases.map(({ name }) => name).join('; ')}`,
    expectedLaunchSeconds: processes * loadSeconds + cases.length * options.passes * caseSeconds,
    expectedPrimingSeconds: given.jit?.priming === true ? loadSeconds + cases.length * caseSeconds : 0,
  }
}

function onlineStage(recipe: SglangRecipe, request: Request): EngineStage | undefined {
  const { online, gsm8k, jit } = recipe
  if (online === undefined || request.mode !== 'normal') return undefined
  const cases = onlineCases(online, request)
  const accuracy = request.skipGsm8k ? undefined : gsm8k
  const { expected } = online
  const work = cases.map(({ name, prompts }) => `${name} x ${prompts}`).join('; ')
  return {
    recipe,
    metrics: [...onlineMetrics],
    cases,
    ...(accuracy === undefined ? {} : { accuracy }),
    processes: 1,
    processDeadlineSeconds: serverDeadlineSeconds(online, cases.length, accuracy),
    work: accuracy === undefined ? work : `${work}; accuracy`,
    expectedLaunchSeconds:
      expected.loadSeconds + cases.length * expected.caseSeconds + longerArrivals(online, cases),
    expectedPrimingSeconds: jit?.priming === true ? expected.loadSeconds : 0,
  }
}
