import type { StagePlan } from '../../comparison/plan.js'
import type { RunRecord } from '../../run/record.js'
import type { Finding, FindingKind } from '../../verdict/findings.js'
import type { Judgement, StageJudgement } from '../../verdict/judgement.js'
import { endingWords } from '../words/ending-reasons.js'
import { findingSentence } from '../words/finding.js'
import { marginSentences } from '../words/margin.js'
import type { MetricNames } from '../words/names.js'
import { calibrationSentences } from '../words/noise.js'
import { formatCount } from '../words/numbers.js'
import { disturbedWords, stoppedWords, untestedWords } from '../words/stage.js'
import { undecidedSentence } from '../words/undecided.js'
import type { Chart } from '../charts/chart.js'
import { caseIntervals } from '../charts/intervals.js'
import { launchesOverTime } from '../charts/launches.js'
import { loadCurves } from '../charts/loads.js'
import { attemptsTable, type AttemptsTable } from './attempts.js'
import { clip } from './clip.js'
import { failuresNowAndThen } from './failures-now-and-then.js'
import { launchRemarks } from './launch-remarks.js'
import { missingCases, type MissingCases } from './missing-cases.js'
import { emptyJudgement } from './empty-judgement.js'
import { decidingMetrics, type NamedMetric } from './named-metrics.js'
import { pairGpuHours } from './pair-gpu-hours.js'
import { processProblems, type Problem } from './problems.js'
import { sectionRows, type SectionRow } from './rows.js'
import { summaryOf, type StageSummary } from './summary.js'

/** A stage: its line in the summary, and its section. */
export interface StageView {
  readonly name: string
  readonly heading: string
  readonly judged: StageJudgement
  /** Those that decide. */
  readonly metrics: readonly NamedMetric[]
  readonly summary: StageSummary
  readonly pairs: string
  /** What the reader should know of the numbers, in sentences, the most important first. */
  readonly notes: readonly string[]
  /** How they came about, for who knows statistics. */
  readonly method: readonly string[]
  readonly hasIntervals: boolean
  readonly rows: readonly SectionRow[]
  readonly charts: readonly Chart[]
  readonly attempts: AttemptsTable | undefined
  readonly problems: readonly Problem[]
  /** Why there is no table, where there is none. */
  readonly missing: string
  /** How it ended before its time, where it has results even so: `cancelled after 1 pair`; else ''. */
  readonly cutShort: string
  /** Cases in which an arm has no value, with the reason, by the arms in which they fail. */
  readonly missingCases: readonly MissingCases[]
}

/** Whether nothing of a stage is missing: no case, no pair that was wanted. */
export function isComplete({
  missing,
  cutShort,
  missingCases,
}: Pick<StageView, 'missing' | 'cutShort' | 'missingCases'>): boolean {
  return missing === '' && cutShort === '' && missingCases.length === 0
}

/** What the head and the tables show by themselves. */
const shownElsewhere: readonly FindingKind[] = ['missing', 'incomplete-pair', 'single-run', 'one-pair']

/** What only who knows statistics asks for. */
const ofMethod: readonly FindingKind[] = [
  'bimodal',
  'calibration',
  'disturbed',
  'outliers',
  'partly-missing',
  'single-launch',
  'stale-calibration',
  'unsteady-host',
]

/** The view of one stage of a run. */
export function stageView(
  record: RunRecord,
  stage: StagePlan,
  judgement: Judgement,
  names: MetricNames,
): StageView {
  const isOfStage = ({ model, benchmarkType }: Pick<Finding, 'model' | 'benchmarkType'>) =>
    model === stage.model && benchmarkType === stage.benchmarkType
  const judged = judgement.stages.find(isOfStage) ?? emptyJudgement(stage)
  const metrics = decidingMetrics(judged, names)
  const isMeasured = judged.attempts > 0
  const lacking = isMeasured ? missingCases(judged.cells) : []
  const attempts = record.pairs.filter((pair) => pair.stage === stage.name)
  const remarks = judgement.findings.filter(
    (finding) => isOfStage(finding) && !shownElsewhere.includes(finding.kind),
  )
  const said = (finding: Finding) => findingSentence(finding, names)
  const cutShort = isMeasured ? cutShortWords(record, stage, judged) : ''
  return {
    name: stage.name,
    heading: headingOf(stage.recipe.title, stage.benchmarkType),
    judged,
    metrics,
    summary: summaryOf(judged, metrics, lacking, cutShort !== ''),
    pairs: formatCount(judged.pairs, 'pair'),
    notes: [
      ...(isMeasured ? [unitsOf(judged.benchmarkType)] : []),
      ...undecidedNotes(stage, metrics, judgement),
      ...remarks.filter(({ kind }) => !ofMethod.includes(kind)).map(said),
      ...failuresNowAndThen(attempts),
      ...launchRemarks(attempts),
    ],
    method: [
      ...methodOf(judged),
      ...marginSentences(judged, judgement.threshold, names),
      ...calibrationSentences(record.plan.calibration, judged, remarks, names),
      ...remarks.filter(({ kind }) => ofMethod.includes(kind)).map(said),
    ],
    hasIntervals: judged.cells.some(({ low }) => low !== null),
    rows: isMeasured ? sectionRows(judged, names) : [],
    charts: [
      ...caseIntervals(judged, metrics),
      ...loadCurves(stage.cases, attempts, metrics),
      ...launchesOverTime(attempts, metrics),
    ],
    attempts: attemptsTable(attempts, judged, names),
    problems: processProblems(attempts),
    missing: isMeasured ? '' : missingReason(record, stage),
    cutShort,
    missingCases: lacking,
  }
}

/** `Grok Offline Benchmark`, as the historical report had it. */
export function headingOf(title: string, benchmarkType: StagePlan['benchmarkType']): string {
  return `${title} ${benchmarkType === 'offline' ? 'Offline' : 'Online'} Benchmark`
}

/** The units of a table's values, which its metrics do not name. */
export function unitsOf(benchmarkType: string): string {
  return `Throughputs in token/s, latencies in ${benchmarkType === 'offline' ? 's' : 'ms'}.`
}

/** Why each metric without a verdict has none. */
function undecidedNotes(stage: StagePlan, metrics: readonly NamedMetric[], judgement: Judgement): string[] {
  const facts = {
    metrics: judgement.stages.reduce(
      (sum, one) => sum + one.metrics.filter(({ gating }) => gating).length,
      0,
    ),
    looks: judgement.looks.length,
    gpuHours: pairGpuHours(stage),
  }
  return metrics
    .filter((metric) => metric.judgement.verdict === 'unresolved')
    .map((metric) => undecidedSentence(metric.label, metric.judgement, facts))
    .filter((sentence) => sentence !== '')
}

function methodOf(stage: StageJudgement): string[] {
  // The head says of a single pair that it has no test.
  if (stage.attempts === 0 || (untestedWords(stage) !== '' && stage.launches === 1)) return []
  const means =
    stage.pairs === 0
      ? `None of ${formatCount(stage.attempts, 'pair')} could be judged`
      : `Geometric means over ${formatCount(stage.pairs, 'pair')} of launches, 95 % intervals unadjusted`
  return [`${means}; ${stoppedWords(stage.stopped)}.`, `Disturbed launches: ${disturbedWords(stage)}.`]
}

function cutShortWords({ endings }: RunRecord, { name }: StagePlan, { pairs }: StageJudgement): string {
  const state = endings.find((ending) => ending.name === name)?.state ?? 'measured'
  return state === 'measured' ? '' : `${state} after ${formatCount(pairs, 'pair')}`
}

function missingReason(record: RunRecord, stage: StagePlan): string {
  const ending = record.endings.find(({ name }) => name === stage.name)
  // Of a comparison that was cancelled the head says it, once for all stages.
  if (record.ending === 'cancelled' && ending?.reason?.kind === 'comparison-cancelled') return 'not measured'
  if (ending?.reason !== undefined) return clip(endingWords(ending.reason))
  if (ending !== undefined && ending.state !== 'measured') return ending.state
  if (record.ending === 'build-failed') return 'not measured, because an image did not build'
  return 'not measured'
}
