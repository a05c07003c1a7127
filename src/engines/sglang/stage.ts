import { z } from 'zod'
import type { BenchmarkType } from '../../comparison/benchmark-type.js'
import type { Metric } from '../../comparison/metric.js'
import type { StagePlan } from '../../comparison/plan.js'
import type { Recipe } from '../../comparison/recipe.js'
import type { ComparisonRequest } from '../../comparison/request.js'
import type { EngineStage } from '../definition.js'
import { onlineCaseSchema, type OnlineCase } from '../online-cases.js'
import { onlineStage } from '../online-stage.js'
import { offlineMetrics } from './metrics.js'
import { offlineCases, offlineCaseSchema, type OfflineCase } from './offline-cases.js'
import { planProcesses, type ProcessOptions } from './one-batch-process.js'
import { sglangRecipeSchema, type OfflineRecipe, type SglangRecipe } from './recipe.js'

type Request = Pick<ComparisonRequest, 'mode' | 'historical' | 'skipGsm8k'>

/**
 * What a stage on SGLang measures; undefined where the recipe has nothing of this type in the request's mode.
 */
export function sglangStage(recipe: Recipe, type: BenchmarkType, request: Request): EngineStage | undefined {
  const own = sglangRecipe({ recipe })
  if (type === 'offline') return offlineStage(own, request)
  if (own.online === undefined || request.mode !== 'normal') return undefined
  return onlineStage(own, own.online, request, request.skipGsm8k ? undefined : own.gsm8k)
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
