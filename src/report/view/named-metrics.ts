import type { CellJudgement, MetricJudgement, StageJudgement } from '../../verdict/judgement.js'
import { isMarked } from '../../verdict/verdicts.js'
import type { MetricNames } from '../words/names.js'
import { changeWords, formatList } from '../words/numbers.js'
import { shortLabels } from './short-labels.js'

/** A metric's judgement with what a reader calls it, and the cells that it does not tell of. */
export interface NamedMetric {
  readonly label: string
  readonly judgement: MetricJudgement
  /** Deciding cells that are marked with another verdict than the metric's, the largest changes first. */
  readonly apart: readonly CellApart[]
}

/** A marked cell, with what tells its case from the stage's others: `BS=4`. */
export interface CellApart {
  readonly label: string
  readonly cell: CellJudgement & { readonly change: number }
}

/** What a single cell can be beyond the threshold, the worse first. */
export const markedVerdicts = ['regression', 'improvement'] as const

/** The metrics that decide in a stage. */
export function decidingMetrics(stage: StageJudgement, names: MetricNames): NamedMetric[] {
  const marked = stage.cells.filter(standsApart)
  // Of thousands of cases mostly none is marked: then nothing needs a label.
  const labels = shortLabels(marked.length === 0 ? [] : [...new Set(stage.cells.map((cell) => cell.case))])
  return stage.metrics
    .filter(({ gating }) => gating)
    .map((judgement) => ({
      label: metricLabel(stage, judgement, names),
      judgement,
      apart: marked
        .filter((cell) => cell.metric === judgement.metric && cell.verdict !== judgement.verdict)
        .map((cell) => ({ label: labels.get(cell.case) ?? cell.case, cell }))
        .sort((left, right) => Math.abs(right.cell.change) - Math.abs(left.cell.change)),
    }))
}

/**
 * What a reader calls a metric; where it is over the cases alone in which the server fell behind, that is
 * said.
 */
export function metricLabel(
  stage: StageJudgement,
  { metric, saturated }: Pick<MetricJudgement, 'metric' | 'saturated'>,
  names: MetricNames,
): string {
  const label = names(stage, metric)
  return saturated === true ? `${label} where saturated` : label
}

function standsApart(cell: CellJudgement): cell is CellApart['cell'] {
  return cell.gating && cell.change !== null && isMarked(cell.verdict)
}

/** More than that are counted. */
const mostNamed = 3

/** Cells in words: `BS=4 9.0 % slower, BS=8 6.1 % slower and 2 more`. */
export function cellsWords(cells: readonly CellApart[]): string {
  return formatList(
    cells.map(({ label, cell }) => `${label} ${changeWords(cell.change)}`),
    mostNamed,
  )
}

/** The cells apart of one verdict; undefined where there are none: `regression at BS=4 9.0 % slower`. */
export function apartWords({ apart }: NamedMetric, joint: string): string[] {
  return markedVerdicts.flatMap((verdict) => {
    const cells = apart.filter(({ cell }) => cell.verdict === verdict)
    return cells.length === 0 ? [] : [`${verdict}${joint}${cellsWords(cells)}`]
  })
}
