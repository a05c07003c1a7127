import { arms, byArm, type Arm } from '../comparison/arm.js'
import { present } from './statistics/additive.js'
import { at } from './statistics/at.js'
import { interval } from './statistics/equivalence.js'
import { mean } from './statistics/location.js'
import { changeOf } from './statistics/paired.js'
import type { CellJudgement, Change } from './judgement.js'
import type { MeasuredMetric, MeasuredStage } from './measure.js'
import type { CellReason } from './reasons.js'
import { isSingleRun, singleRatioVerdict } from './single-run.js'
import { reasonKey, valueOf } from './tables.js'
import type { Verdict } from './verdicts.js'

const noChange: Change = { change: null, low: null, high: null }
const unadjusted = 0.05

/**
 * Every case of a metric as the report shows it, in the table's order; `verdicts` are those of
 * `metric.cells`.
 */
export function composeCells(
  stage: MeasuredStage,
  metric: MeasuredMetric,
  verdicts: readonly Verdict[],
): CellJudgement[] {
  const { table, gating } = metric
  const place = new Map(metric.cells.map((cell, index) => [cell.column, index]))
  return table.cases.map((name, column) => {
    const values = byArm((arm) => stage.judged.map(({ index }) => metric.logs[arm][index]?.[column] ?? null))
    const complete = completePairs(values)
    const ratios = complete.pr.map((value, pair) => value - at(complete.main, pair))
    const index = place.get(column) ?? -1
    const measured = metric.cells[index]
    const empty = arms.filter((arm) => present(values[arm]).length === 0)
    const isMissing = empty.length > 0
    return {
      ...{ case: name, metric: table.metric, unit: table.unit, better: table.better, gating },
      verdict: isMissing ? 'missing' : (verdicts[index] ?? cellAlone(stage, metric, ratios)),
      ...(measured === undefined ? plainChange(ratios) : changeWithInterval(measured.estimate)),
      main: level(table, values.main, complete.main),
      pr: level(table, values.pr, complete.pr),
      pairs: ratios.length,
      pairChanges: ratios.map(changeOf),
      reason: isMissing ? missingReason(metric, column, empty) : null,
    }
  })
}

/** The values of the pairs in which both arms have one. */
function completePairs(values: Readonly<Record<Arm, readonly (number | null)[]>>): Record<Arm, number[]> {
  const complete: Record<Arm, number[]> = { main: [], pr: [] }
  values.main.forEach((main, pair) => {
    const pr = values.pr[pair] ?? null
    if (main === null || pr === null) return
    complete.main.push(main)
    complete.pr.push(pr)
  })
  return complete
}

/**
 * An arm's value for the report: over the complete pairs, so that it agrees with the change beside it; over
 * all of its own where no pair is complete; null where it has none.
 */
function level(
  table: MeasuredMetric['table'],
  all: readonly (number | null)[],
  ofCompletePairs: readonly number[],
): number | null {
  const values = ofCompletePairs.length > 0 ? ofCompletePairs : present(all)
  return values.length === 0 ? null : valueOf(table, mean(values))
}

/** A cell without an interval: the single-run rule where one pair is all there is. */
function cellAlone(stage: MeasuredStage, metric: MeasuredMetric, ratios: readonly number[]): Verdict {
  const [only] = ratios
  if (!isSingleRun(stage) || only === undefined || !metric.judged) return 'unresolved'
  return singleRatioVerdict(only, metric.margin)
}

function plainChange(ratios: readonly number[]): Change {
  return ratios.length === 0 ? noChange : { change: changeOf(mean(ratios)), low: null, high: null }
}

/** An estimate as a change with its 95 % interval, unadjusted. */
export function changeWithInterval(estimate: Parameters<typeof interval>[0]): Change {
  const { low, high } = interval(estimate, unadjusted)
  return { change: changeOf(estimate.mean), low: changeOf(low), high: changeOf(high) }
}

/**
 * The arms that never have a value, with the reasons that the samples state; else those without one in a
 * judged pair.
 */
function missingReason({ table }: MeasuredMetric, column: number, unjudged: Arm[]): CellReason {
  const name = table.cases[column] ?? ''
  const never = arms.filter((arm) => table.logs[arm].every((row) => (row[column] ?? null) === null))
  if (never.length === 0) return { kind: 'no-judged-value', arms: unjudged }
  const stated = never.map((arm) => [arm, table.reasons.get(reasonKey(name, arm)) ?? null] as const)
  return { kind: 'no-value', reasons: Object.fromEntries(stated) }
}
