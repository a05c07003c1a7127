import type {
  CellJudgement,
  Change,
  Judgement,
  MetricJudgement,
  StageJudgement,
} from '../verdict/judgement.js'
import { neededText, pairsWanted, whyUntested } from '../verdict/sentences.js'
import { stageName } from '../verdict/wording.js'
import type { Verdict } from '../verdict/words.js'
import { metricLabel, untestedWords } from './judged.js'
import { marginSentences } from './margin-text.js'
import { noiseSentences } from './noise-text.js'
import { formatChange, formatCount, formatInterval, formatValue } from './numbers.js'
import { markOf, verdictWords } from './tone.js'

/** A judgement without a run around it, in words: what `prbench verdict` shows, before it is text or Markdown. */
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

/** The view of a judgement. Pure. */
export function judgementView({ verdict, threshold, looks, stages, findings }: Judgement): JudgementView {
  const [only, ...others] = looks
  const taken = only !== undefined && others.length === 0 ? `one look at ${formatCount(only, 'pair')}` : ''
  const planned = taken === '' ? `looks at ${looks.join(', ')} pairs` : taken
  const found = stages.filter((stage) => stage.verdict === verdict).map(untestedWords)
  const [untested = ''] = new Set(found)
  return {
    verdict: verdictWords(verdict),
    mark: markOf(verdict),
    untested: found.every((words) => words === untested) ? untested : '',
    rule: `threshold ${percent(threshold)}, ${planned}; a positive change is an improvement`,
    stages: stages.map((stage) => stageViewOf(stage, threshold)),
    findings: findings.map(({ sentence }) => sentence),
  }
}

function stageViewOf(stage: StageJudgement, threshold: number): JudgedStageView {
  const units = [...stage.metrics.map(({ unit }) => unit), ...stage.cells.map(({ unit }) => unit)]
  const judged = new Set(stage.metrics.filter((metric) => metric.judged).map(({ metric }) => metric))
  const isShownOnly = ({ metric, verdict }: CellJudgement) => !judged.has(metric) && verdict !== 'missing'
  const hasUnits = units.some((unit) => unit !== '')
  return {
    name: stageName(stage.model, stage.benchmarkType),
    verdict: verdictWords(stage.verdict),
    mark: markOf(stage.verdict),
    untested: untestedWords(stage),
    facts: [
      pairsFact(stage),
      disturbedFact(stage),
      ...marginSentences(stage, threshold),
      ...noiseSentences(stage),
    ],
    metrics: {
      header: ['Metric', 'Change', '95% interval', 'Verdict', ''],
      numeric: [false, true, false, false, false],
      rows: stage.metrics.map((metric) => [
        metricLabel(metric),
        ...changeCells(metric),
        metricWords(metric),
        noteOf(metric),
      ]),
    },
    cells: {
      header: [
        'Case',
        'Metric',
        'Main',
        'PR',
        ...(hasUnits ? ['Unit'] : []),
        'Change',
        '95% interval',
        'Verdict',
      ],
      numeric: [false, false, true, true, ...(hasUnits ? [false] : []), true, false, false],
      rows: stage.cells.map((cell) => [
        cell.case,
        metricLabel({ metric: cell.metric }),
        valueText(cell.main, cell.unit),
        valueText(cell.pr, cell.unit),
        ...(hasUnits ? [cell.unit] : []),
        ...changeCells(cell),
        isShownOnly(cell) ? 'not judged' : cellWords(cell),
      ]),
    },
  }
}

function pairsFact({ pairs, attempts, stopped }: StageJudgement): string {
  const seen = attempts === pairs ? '' : ` of ${attempts} seen`
  return `${formatCount(pairs, 'valid pair')}${seen}, ${stopped}.`
}

function disturbedFact({ disturbed, launches }: StageJudgement): string {
  return `Disturbed launches: pr ${disturbed.pr} of ${launches}, main ${disturbed.main} of ${launches}.`
}

function changeCells({ change, low, high }: Change): string[] {
  return [
    change === null ? '' : formatChange(change),
    low === null || high === null ? '' : formatInterval([low, high]),
  ]
}

function metricWords(metric: MetricJudgement): string {
  if (metric.verdict === 'missing') return verdictWords('missing')
  return metric.judged ? marked(metric.verdict) : 'not judged'
}

function cellWords({ verdict, reason }: CellJudgement): string {
  return verdict === 'missing' && reason !== '' ? `missing: ${reason}` : marked(verdict)
}

function marked(verdict: Verdict): string {
  return [verdictWords(verdict), markOf(verdict)].filter((part) => part !== '').join(' ')
}

function noteOf(metric: MetricJudgement): string {
  const { verdict, change, low, bound, worst, reason } = metric
  if (verdict === 'missing') return reason
  if (!metric.judged) return ''
  const parts = [
    bound === null ? '' : `within ±${percent(bound)}`,
    worst === null || worst.change >= 0
      ? ''
      : `worst ${worst.case} ${formatChange(worst.change)}, ${verdictWords(worst.verdict)}`,
    change !== null && low === null ? whyUntested(metric) : '',
    low === null || verdict !== 'unresolved' || reason !== '' ? '' : neededText(pairsWanted(metric)),
    change !== null && low === null ? '' : reason,
  ]
  return parts.filter((part) => part !== '').join('; ')
}

function valueText(value: number | null, unit: string): string {
  return value === null ? '' : formatValue(value, unit)
}

function percent(fraction: number): string {
  const value = 100 * fraction
  return `${Number(value.toFixed(Math.abs(value) < 1 ? 2 : 1))}%`
}
