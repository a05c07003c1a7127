import { change, geometricMean } from '../../comparison/change.js'
import type { Sample } from '../../comparison/samples.js'
import type { Cell } from '../../historical/table.js'
import type { CellJudgement, MetricJudgement, StageJudgement } from '../../verdict/judgement.js'
import { singleRunVerdict } from '../../verdict/single-run.js'
import { worst } from '../../verdict/verdicts.js'
import { emptyJudgement } from './empty-judgement.js'

/** What one run of each arm gave for a case and metric. */
export interface HistoricalCell extends Pick<Sample, 'case' | 'metric' | 'unit' | 'better'> {
  readonly main: Cell
  readonly pr: Cell
}

const untested = { low: null, high: null } as const

/**
 * A stage by the historical rule, for results that hold one run of each arm: every cell by its own change,
 * a metric by the geometric mean of its cells', the stage by its worst cell. What neither arm could measure
 * decides nothing.
 */
export function judgeHistorically(
  stage: Pick<StageJudgement, 'model' | 'benchmarkType'>,
  given: readonly HistoricalCell[],
  deciding: readonly string[],
  threshold: number,
): StageJudgement {
  const cells = given.map((cell) => judgeCell(cell, deciding.includes(cell.metric), threshold))
  const decisive = cells.filter(({ gating, main, pr }) => gating && (main !== null || pr !== null))
  return {
    ...emptyJudgement(stage),
    verdict: worst(decisive.map(({ verdict }) => verdict)),
    pairs: 1,
    attempts: 1,
    launches: 1,
    metrics: deciding.flatMap((metric) => judgeMetric(metric, cells, threshold)),
    cells,
  }
}

function judgeCell(cell: HistoricalCell, gating: boolean, threshold: number): CellJudgement {
  const { case: name, metric, unit, better, main, pr } = cell
  const shared = { case: name, metric, unit, better, gating, ...untested }
  if ('value' in main && 'value' in pr) {
    const ratio = change(main.value, pr.value, better)
    const verdict = singleRunVerdict(ratio, threshold)
    const values = { main: main.value, pr: pr.value, pairs: 1, pairChanges: [ratio] }
    return { ...shared, verdict, change: ratio, ...values, reason: null }
  }
  const reasons = {
    ...('missing' in main ? { main: main.missing } : {}),
    ...('missing' in pr ? { pr: pr.missing } : {}),
  }
  return {
    ...shared,
    verdict: 'missing',
    change: null,
    main: 'value' in main ? main.value : null,
    pr: 'value' in pr ? pr.value : null,
    pairs: 0,
    pairChanges: [],
    reason: { kind: 'not-found', reasons },
  }
}

function judgeMetric(metric: string, all: readonly CellJudgement[], threshold: number): MetricJudgement[] {
  const cells = all.filter((cell) => cell.metric === metric)
  const [first] = cells
  if (first === undefined) return []
  const ratio = geometricMean(cells.flatMap((cell) => (cell.change === null ? [] : [1 + cell.change])))
  const mean = ratio === undefined ? null : ratio - 1
  return [
    {
      metric,
      unit: first.unit,
      better: first.better,
      gating: true,
      judged: true,
      verdict: mean === null ? 'missing' : singleRunVerdict(mean, threshold),
      margin: threshold,
      pairs: mean === null ? 0 : 1,
      change: mean,
      ...untested,
      p: null,
      bound: null,
      worst: null,
      changed: [],
      unproven: [],
      pairsNeeded: null,
      noise: { launch: null, within: null, pair: null, detectable: null },
      reason: mean === null ? { kind: 'missing', cell: first.reason } : null,
    },
  ]
}
