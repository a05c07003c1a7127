import type { Arm } from '../comparison/arm.js'
import type { StagePlan } from '../comparison/plan.js'
import type { Sample } from '../comparison/samples.js'
import type { Finding, FindingKind } from '../verdict/findings.js'
import type { Judgement, StageJudgement } from '../verdict/judgement.js'
import type { RunRecord } from '../run/record.js'
import { attemptsTable, type AttemptsTable } from './attempts.js'
import { cellsOf } from './cells.js'
import { chartsOf, type Chart } from './chart.js'
import { cellKey, judgedStage, untestedWords, withJudgedValues, type JudgedStage } from './judged.js'
import { failuresNowAndThen } from './failures-now-and-then.js'
import { launchRemarks } from './launch-remarks.js'
import { missingCases, type MissingCases } from './missing-cases.js'
import { calibrationSentences, noiseSentences } from './noise-text.js'
import { formatCount } from './numbers.js'
import { marginSentences } from './margin-text.js'
import { processProblems, type Problem } from './problems.js'
import { sectionRows, type SectionRow } from './section.js'
import { summaryOf, type StageSummary } from './summary.js'
import { clip } from './clip.js'
import { endingWords } from './words/ending-reasons.js'

/** A stage: its line in the summary, and its section. */
export interface StageView {
  readonly name: string
  readonly heading: string
  readonly judged: JudgedStage
  readonly summary: StageSummary
  readonly pairs: string
  /** How the numbers came about, and what the reader should know of them, in sentences. */
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

/** What the tables show by themselves. */
const shownElsewhere: readonly FindingKind[] = ['missing', 'incomplete-pair', 'single-run']

/** The view of one stage of a run. `samples` are those of the stage. */
export function stageView(
  record: RunRecord,
  stage: StagePlan,
  samples: readonly Sample[],
  judgement: Judgement,
): StageView {
  const isOfStage = ({ model, benchmarkType }: Pick<Finding, 'model' | 'benchmarkType'>) =>
    model === stage.model && benchmarkType === stage.benchmarkType
  const found = judgement.stages.find(isOfStage)
  const judged = judgedStage(found)
  const judgedCells = new Map(found?.cells.map((cell) => [cellKey(cell), cell]))
  const cells = cellsOf(samples).map((cell) => withJudgedValues(cell, judgedCells.get(cellKey(cell))))
  const lacking = missingCases(cells)
  const attempts = record.pairs.filter((pair) => pair.stage === stage.name)
  const remarks = judgement.findings.filter(
    (finding) => isOfStage(finding) && !shownElsewhere.includes(finding.kind),
  )
  const pairs = formatCount(found?.pairs ?? 0, 'pair')
  const state = record.endings.find(({ name }) => name === stage.name)?.state ?? 'measured'
  const cutShort = state === 'measured' || cells.length === 0 ? '' : `${state} after ${pairs}`
  return {
    name: stage.name,
    heading: headingOf(stage.recipe.title, stage.benchmarkType),
    judged,
    summary: summaryOf(judged, lacking, cutShort !== ''),
    pairs,
    method: [
      ...methodOf(found),
      ...(found === undefined ? [] : marginSentences(found, judgement.threshold)),
      ...(found === undefined ? [] : noiseSentences(found)),
      ...(found === undefined ? [] : calibrationSentences(record.plan.calibration, found, remarks)),
      ...remarks.map(({ sentence }) => sentence),
      ...failuresNowAndThen(attempts),
      ...launchRemarks(attempts),
    ],
    hasIntervals: [...judged.cells.values()].some((cell) => cell.interval !== undefined),
    rows: sectionRows(cells, judged),
    charts: chartsOf(cells, judged, record.plan.request.threshold),
    attempts: attemptsTable(attempts, cells, found?.disturbedPairs ?? []),
    problems: processProblems(attempts),
    missing: cells.length === 0 ? missingReason(record, stage) : '',
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

function methodOf(judgement: StageJudgement | undefined): string[] {
  if (judgement === undefined || judgement.attempts === 0) return []
  const units = unitsOf(judgement.benchmarkType)
  const untested = untestedWords(judgement)
  if (untested !== '' && judgement.launches === 1) return [units, `${untested}.`]
  const { disturbed, launches, stopped } = judgement
  const count = (arm: Arm) => `${arm} ${disturbed[arm]} of ${launches}`
  const means =
    judgement.pairs === 0
      ? `None of ${formatCount(judgement.attempts, 'pair')} could be judged`
      : `Geometric means over ${formatCount(judgement.pairs, 'pair')} of launches, 95% intervals unadjusted`
  return [units, `${means}; ${stopped}.`, `Disturbed launches: ${count('pr')}, ${count('main')}.`]
}

function missingReason(record: RunRecord, stage: StagePlan): string {
  const ending = record.endings.find(({ name }) => name === stage.name)
  if (ending?.reason !== undefined) return clip(endingWords(ending.reason))
  if (ending !== undefined && ending.state !== 'measured') return ending.state
  if (record.ending === 'build-failed') return 'not measured, because an image did not build'
  return 'not measured'
}
