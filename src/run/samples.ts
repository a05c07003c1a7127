import type { CaseResult, LaunchResult, PairResult } from '../comparison/launch.js'
import { traitsOf, type Metric } from '../comparison/metric.js'
import type { StagePlan } from '../comparison/plan.js'
import type { Reason } from '../comparison/reason.js'
import type { Sample } from '../comparison/samples.js'
import type { RunRecord } from './record.js'

/** Gives the sentence of a reason: sentences stand in report/words. */
export type ReasonWords = (reason: Reason) => string

/**
 * One sample a launch, case and metric, of every attempt, in the order of the record. A launch counts only
 * with its pair: where either is void, or the pair was measured again later, neither is valid.
 *
 * @param words the sentence of a reason, for the people who read `samples.csv`
 */
export function samplesOf(record: RunRecord, words: ReasonWords): Sample[] {
  return record.plan.stages.flatMap((stage) => samplesOfStage(stage, record.pairs, words))
}

/** Of each pair of a stage the attempt that counts: the last one in which neither launch is void. By pair. */
export function validPairs(attempts: readonly PairResult[]): PairResult[] {
  const last = new Map<number, PairResult>()
  for (const attempt of attempts) {
    if (voidReason(attempt) !== undefined) continue
    const known = last.get(attempt.pair)
    if (known === undefined || isLater(attempt, known)) last.set(attempt.pair, attempt)
  }
  return [...last.values()].sort((left, right) => left.pair - right.pair)
}

function isLater(left: PairResult, right: PairResult): boolean {
  return (left.generation - right.generation || left.attempt - right.attempt) > 0
}

function samplesOfStage(stage: StagePlan, allPairs: readonly PairResult[], words: ReasonWords): Sample[] {
  const attempts = allPairs.filter((pair) => pair.stage === stage.name)
  const cells = cellsOf(stage, attempts)
  const counted = new Set(validPairs(attempts))
  return attempts.flatMap((attempt) => {
    const isCounted = counted.has(attempt)
    const discarded = isCounted ? undefined : (voidReason(attempt) ?? { kind: 'measured-again' })
    return samplesOfAttempt(stage, attempt, cells, words, discarded)
  })
}

function voidReason(attempt: PairResult): Reason | undefined {
  const voided = attempt.launches.find((launch) => launch.voidReason !== undefined)
  return voided?.voidReason
}

interface Cell {
  case: string
  metric: Metric
}

/**
 * The cells of a stage. A metric that no launch has for a case is no cell of it (an output of one token has
 * no decode latency), unless nothing at all was measured for that case.
 */
function cellsOf(stage: StagePlan, attempts: readonly PairResult[]): Cell[] {
  const measured = new Map<string, Set<string>>(stage.cases.map((planned) => [planned.name, new Set()]))
  for (const { case: name, values } of attempts.flatMap(casesOf)) {
    const metrics = measured.get(name) ?? new Set()
    for (const metric of Object.keys(values ?? {})) metrics.add(metric)
    measured.set(name, metrics)
  }
  const known = stage.metrics
  return [...measured].flatMap(([name, metrics]) => {
    const present = metrics.size === 0 ? known : known.filter((metric) => metrics.has(metric.name))
    return present.map((metric) => ({ case: name, metric }))
  })
}

function casesOf(attempt: PairResult): CaseResult[] {
  return attempt.launches.flatMap((launch) => launch.cases)
}

function samplesOfAttempt(
  stage: StagePlan,
  attempt: PairResult,
  cells: readonly Cell[],
  words: ReasonWords,
  discarded: Reason | undefined,
): Sample[] {
  return attempt.launches.flatMap((launch) => {
    const results = new Map(launch.cases.map((result) => [result.case, result]))
    return cells.map((cell) => ({
      model: stage.model,
      benchmarkType: stage.benchmarkType,
      case: cell.case,
      metric: cell.metric.name,
      unit: cell.metric.unit,
      better: cell.metric.better,
      ...traitsOf(cell.metric),
      pair: attempt.pair,
      attempt: attempt.attempt,
      arm: launch.arm,
      position: launch.position,
      host: attempt.host,
      startedAt: launch.startedAt,
      ...(results.get(cell.case)?.saturated === true ? { saturated: true } : {}),
      ...withWords(measurement(launch, results.get(cell.case), cell.metric.name, discarded), words),
    }))
  })
}

function withWords(
  { why, ...measured }: Measurement,
  words: ReasonWords,
): Pick<Sample, 'value' | 'valid' | 'reason' | 'why'> {
  return why === undefined ? { ...measured, reason: '' } : { ...measured, reason: words(why), why }
}

type Measurement = Pick<Sample, 'value' | 'valid'> & { readonly why: Reason | undefined }

function measurement(
  launch: LaunchResult,
  result: CaseResult | undefined,
  metric: string,
  discarded: Reason | undefined,
): Measurement {
  const value = result?.values?.[metric]
  if (value === undefined) {
    return { value: null, valid: false, why: result?.reason ?? launch.voidReason ?? discarded }
  }
  if (value <= 0) return { value, valid: false, why: { kind: 'not-positive' } }
  return { value, valid: discarded === undefined, why: discarded && (launch.voidReason ?? discarded) }
}
