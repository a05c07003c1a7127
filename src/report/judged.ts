import { findMetric } from '../comparison/metrics.js'
import type { CellJudgement, Change, MetricJudgement, StageJudgement } from '../verdict/judgement.js'
import { pairsWanted, whyUntested } from '../verdict/sentences.js'
import { singleRunWords } from '../verdict/single-run.js'
import type { Verdict } from '../verdict/words.js'
import type { Cell } from './cells.js'
import { withCellsApart, type CellApart } from './cells-apart.js'

/** A change with its verdict. Fractions, + is faster. */
export interface JudgedChange {
  readonly verdict: Verdict
  readonly change?: number
  /** 95 %, unadjusted; absent where a single run allows none. */
  readonly interval?: readonly [number, number]
  /** False for a case that does not decide in its metric. */
  readonly decides?: boolean
}

/** A metric that decides, over all cases of its stage. */
export interface JudgedMetric extends JudgedChange {
  readonly metric: string
  readonly label: string
  /** For `no-change`: the bound within which the change is proven to lie. */
  readonly within?: number
  /** The case that did worst, where it lost. */
  readonly worst?: { readonly case: string; readonly change: number; readonly verdict: Verdict }
  /** For `unresolved`: how many pairs in all would settle it; null where that is beyond any budget. */
  readonly pairsNeeded?: number | null
  /** For `unresolved`: what stands against a verdict however many pairs there are. */
  readonly held?: string
  /** The cells beyond the threshold that the metric's own verdict does not tell of. */
  readonly apart: readonly CellApart[]
}

/** What the report says of a stage. */
export interface JudgedStage {
  readonly verdict: Verdict
  /** Whether one pair is all there was to be: judged by the historical rule. */
  readonly isSingleRun: boolean
  /** Why one pair allows no test of significance, in words; '' where there are several pairs or none. */
  readonly untested: string
  /** Disturbed launches of either arm, of so many each; absent for one pair, which has nothing to tell them by. */
  readonly disturbed?: { readonly main: number; readonly pr: number; readonly launches: number }
  readonly metrics: readonly JudgedMetric[]
  /** By `cellKey`. */
  readonly cells: ReadonlyMap<string, JudgedChange>
}

export function cellKey(cell: { readonly case: string; readonly metric: string }): string {
  return `${cell.case}\0${cell.metric}`
}

/** A metric as a report names it; where it is over the cases alone in which the server fell behind, that is said. */
export function metricLabel({ metric, saturated }: Pick<MetricJudgement, 'metric' | 'saturated'>): string {
  const label = findMetric(metric)?.label ?? metric
  return saturated === true ? `${label} where saturated` : label
}

/** Why one pair allows no test, in the words of its metrics: those of a single run, or why nothing was marked; else ''. */
export function untestedWords({ pairs, metrics }: Pick<StageJudgement, 'pairs' | 'metrics'>): string {
  const changes = metrics.filter(({ change }) => change !== null)
  const [any] = changes
  if (pairs !== 1 || any === undefined) return ''
  return whyUntested(changes.find(({ reason }) => reason !== '') ?? any)
}

/** The part of a judgement that the report shows of a stage; what was not judged at all is missing. */
export function judgedStage(judgement: StageJudgement | undefined): JudgedStage {
  if (judgement === undefined)
    return { verdict: 'missing', isSingleRun: false, untested: '', metrics: [], cells: new Map() }
  const untested = untestedWords(judgement)
  const isSingleRun = untested === singleRunWords
  const cells = new Map(
    judgement.cells.map((cell) => [cellKey(cell), { ...judgedChange(cell), decides: cell.gating }]),
  )
  const metrics = judgement.metrics
    .filter(({ gating }) => gating)
    .map((metric) => judgedMetric(metric, isSingleRun))
  return {
    verdict: judgement.verdict,
    isSingleRun,
    untested,
    ...(judgement.launches < 2
      ? {}
      : { disturbed: { ...judgement.disturbed, launches: judgement.launches } }),
    metrics: withCellsApart(metrics, cells),
    cells,
  }
}

/** A cell with the values that were judged: those of disturbed launches are not among them. */
export function withJudgedValues(cell: Cell, judged: CellJudgement | undefined): Cell {
  if (judged?.main == null || judged.pr === null || judged.change === null) return cell
  return { ...cell, main: { value: judged.main }, pr: { value: judged.pr }, change: judged.change }
}

function judgedMetric(metric: MetricJudgement, isSingleRun: boolean): Omit<JudgedMetric, 'apart'> {
  const { bound, worst, verdict, pairs } = metric
  const isOpen = verdict === 'unresolved' && !isSingleRun && pairs > 0
  return {
    ...judgedChange(metric),
    metric: metric.metric,
    label: metricLabel(metric),
    ...(bound === null ? {} : { within: bound }),
    ...(worst === null || worst.change >= 0 ? {} : { worst }),
    ...(isOpen ? whatSettles(metric) : {}),
  }
}

function whatSettles(metric: MetricJudgement): Partial<JudgedMetric> {
  return metric.reason === '' ? { pairsNeeded: pairsWanted(metric) } : { held: metric.reason }
}

function judgedChange({ verdict, change, low, high }: Change & { readonly verdict: Verdict }): JudgedChange {
  return {
    verdict,
    ...(change === null ? {} : { change }),
    ...(low === null || high === null ? {} : { interval: [low, high] }),
  }
}
