import type { CellJudgement, Judgement, MetricJudgement, StageJudgement } from '../../verdict/judgement.js'
import type { Verdict } from '../../verdict/verdicts.js'
import { findingSentence } from '../words/finding.js'
import { marginSentences } from '../words/margin.js'
import { metricWords } from '../words/metric.js'
import { stageName, type MetricNames } from '../words/names.js'
import { noiseSentences } from '../words/noise.js'
import { formatChange, formatCount, formatInterval, formatMargin, formatValue } from '../words/numbers.js'
import { cellReasonWords } from '../words/reasons.js'
import { disturbedWords, stoppedWords, untestedWords } from '../words/stage.js'
import { markOf, verdictWords } from '../words/verdict.js'
import { metricLabel } from './named-metrics.js'
import { withPairsLeft } from './rows.js'

/**
 * A judgement without a run around it, in words: what `prbench verdict` shows, before it is text or
 * Markdown.
 */
export interface JudgementView {
  readonly verdict: string
  readonly mark: string
  /** Why no test is behind the verdict: a single run. Else ''. */
  readonly untested: string
  /** How it was judged. */
  readonly rule: string
  readonly stages: readonly JudgedStageView[]
  /** What a reader should know of the data, in sentences. */
  readonly findings: readonly string[]
}

interface JudgedStageView {
  readonly name: string
  readonly verdict: string
  readonly mark: string
  readonly untested: string
  /** From how many pairs, why it stops or goes on, disturbed launches, noise. */
  readonly facts: readonly string[]
  readonly metrics: JudgedTable
  readonly cells: JudgedTable
}

/** A table with its header; the columns in `numeric` are of numbers. */
export interface JudgedTable {
  readonly header: readonly string[]
  readonly numeric: readonly boolean[]
  readonly rows: readonly (readonly string[])[]
}

/** The view of a judgement. Pure. `origin` says where its looks come from. */
export function judgementView(judgement: Judgement, names: MetricNames, origin = ''): JudgementView {
  const { verdict, threshold, looks, stages, findings } = judgement
  const [only, ...others] = looks
  const isOne = only !== undefined && others.length === 0
  const planned = isOne ? `one look at ${formatCount(only, 'pair')}` : `looks at ${looks.join(', ')} pairs`
  const found = stages.filter((stage) => stage.verdict === verdict).map(untestedWords)
  const [untested = ''] = new Set(found)
  return {
    verdict: verdictWords(verdict),
    mark: markOf(verdict),
    untested: found.every((words) => words === untested) ? untested : '',
    rule: `threshold ${formatMargin(threshold)}, ${planned}${origin === '' ? '' : ` ${origin}`}; a positive change is an improvement`,
    stages: stages.map((stage) => stageViewOf(stage, threshold, names)),
    findings: findings.map((finding) => findingSentence(finding, names)),
  }
}

function stageViewOf(stage: StageJudgement, threshold: number, names: MetricNames): JudgedStageView {
  return {
    name: stageName(stage),
    verdict: verdictWords(stage.verdict),
    mark: markOf(stage.verdict),
    untested: untestedWords(stage),
    facts: [
      pairsFact(stage),
      `Disturbed launches: ${disturbedWords(stage)}.`,
      ...marginSentences(stage, threshold, names),
      ...noiseSentences(stage, names),
    ],
    metrics: {
      header: ['Metric', 'Change', '95 % interval', 'Verdict', ''],
      numeric: [false, true, false, false, false],
      rows: stage.metrics.map((metric) => metricRow(stage, metric, names)),
    },
    cells: cellsTable(stage, names),
  }
}

function metricRow(stage: StageJudgement, metric: MetricJudgement, names: MetricNames): string[] {
  const { verdict, change, interval, bound, changed, worst, unproven, open } = metricWords(metric)
  const note = [bound, changed, worst, unproven, open].filter((part) => part !== '').join('; ')
  const isMarked = metric.judged && metric.verdict !== 'missing'
  return [
    metricLabel(stage, metric, names),
    change,
    interval,
    isMarked ? marked(metric.verdict) : verdict,
    note,
  ]
}

function cellsTable(stage: StageJudgement, names: MetricNames): JudgedTable {
  const hasUnits = [...stage.metrics, ...stage.cells].some(({ unit }) => unit !== '')
  // A metric is there twice where it is judged for some of its cases only.
  const isJudged = (cell: CellJudgement) =>
    stage.metrics.some(
      ({ metric, gating, judged }) => judged && metric === cell.metric && gating === cell.gating,
    )
  const unit = (text: string) => (hasUnits ? [text] : [])
  return {
    header: ['Case', 'Metric', 'Main', 'PR', ...unit('Unit'), 'Change', '95 % interval', 'Verdict'],
    numeric: [false, false, true, true, ...(hasUnits ? [false] : []), true, false, false],
    rows: stage.cells.map((cell) => [
      cell.case,
      names(stage, cell.metric),
      valueText(cell.main, cell.unit),
      valueText(cell.pr, cell.unit),
      ...unit(cell.unit),
      cell.change === null ? '' : formatChange(cell.change),
      withPairsLeft(intervalText(cell), cell, stage.pairs),
      cellWords(cell, isJudged(cell)),
    ]),
  }
}

function intervalText({ low, high }: CellJudgement): string {
  return low === null || high === null ? '' : formatInterval({ low, high })
}

function pairsFact({ pairs, attempts, stopped }: StageJudgement): string {
  const seen = attempts === pairs ? '' : ` of ${attempts} seen`
  return `${formatCount(pairs, 'valid pair')}${seen}, ${stoppedWords(stopped)}.`
}

function cellWords({ verdict, reason }: CellJudgement, isJudged: boolean): string {
  if (verdict !== 'missing') return isJudged ? marked(verdict) : 'not judged'
  return reason === null ? verdictWords(verdict) : `${verdictWords(verdict)}: ${cellReasonWords(reason)}`
}

function marked(verdict: Verdict): string {
  return [verdictWords(verdict), markOf(verdict)].filter((part) => part !== '').join(' ')
}

function valueText(value: number | null, unit: string): string {
  return value === null ? '' : formatValue(value, unit)
}
