import type { StagePlan } from '../comparison/plan.js'
import type { Sample } from '../comparison/samples.js'
import { worst, type Verdict } from '../comparison/verdict/words.js'
import type { RunRecord } from '../results/record.js'
import { countedPairs, samplesOf } from '../results/samples.js'
import { attemptsTable, type AttemptsTable } from './attempts.js'
import { cellsOf } from './cells.js'
import { chartsOf, type Chart } from './chart.js'
import { environmentOf, type Fact } from './environment.js'
import { headlineOf, type Headline } from './headline.js'
import { judgeHistorically, type JudgedStage } from './judged.js'
import { formatCount } from './numbers.js'
import { problemsOf, processProblems, type Problem } from './problems.js'
import { sectionRows, type SectionRow } from './section.js'
import { summaryOf, type StageSummary } from './summary.js'

/** Everything that a report shows, in words and numbers, before it becomes Markdown or HTML. */
export interface ReportView {
  readonly title: string
  readonly subject: string
  /** Short facts under the title: repository, time. */
  readonly about: readonly string[]
  readonly headline: Headline
  readonly stages: readonly StageView[]
  readonly problems: readonly Problem[]
  readonly environment: readonly Fact[]
  /** Sentences that the reader must know, of the source and of the run. */
  readonly notes: readonly string[]
}

/** A stage: its line in the summary, and its section. */
export interface StageView {
  readonly name: string
  readonly heading: string
  readonly judged: JudgedStage
  readonly summary: StageSummary
  readonly pairs: string
  /** How the numbers came about, in a sentence. */
  readonly method: string
  readonly hasIntervals: boolean
  readonly rows: readonly SectionRow[]
  readonly charts: readonly Chart[]
  readonly attempts: AttemptsTable | undefined
  readonly problems: readonly Problem[]
  /** Why there is no table, where there is none. */
  readonly missing: string
  /** Whether an arm has no value in any cell. */
  readonly hasMissingCells: boolean
}

/** The view of a run's record. Pure. */
export function viewOf(record: RunRecord): ReportView {
  const samples = samplesByStage(record)
  const stages = record.plan.stages.map((stage) => stageView(record, stage, samples.get(stage.name) ?? []))
  return {
    title: titleOf(record),
    subject: record.plan.source.head.subject,
    about: [record.plan.request.repository, formatTime(record.plan.createdAt)],
    headline: headlineOf(
      {
        ...(record.ending === undefined ? {} : { ending: record.ending }),
        threshold: record.plan.request.threshold,
      },
      stages,
    ),
    stages,
    problems: problemsOf(record),
    environment: environmentOf(record),
    notes: [...record.plan.source.notes, ...record.notes],
  }
}

/** The worst verdict of all stages. */
export function verdictOf(stages: readonly StageView[]): Verdict {
  return worst(stages.map((stage) => stage.judged.verdict))
}

function stageView(record: RunRecord, stage: StagePlan, samples: readonly Sample[]): StageView {
  const attempts = record.pairs.filter((pair) => pair.stage === stage.name)
  const pairs = countedPairs(attempts).length
  const cells = cellsOf(samples)
  const judged = judgeHistorically(stage.benchmarkType, cells, record.plan.request.threshold)
  const hasIntervals = [...judged.cells.values()].some((cell) => cell.interval !== undefined)
  return {
    name: stage.name,
    heading: `${stage.recipe.title} ${stage.benchmarkType === 'offline' ? 'Offline' : 'Online'} Benchmark`,
    judged,
    summary: summaryOf(judged),
    pairs: formatCount(pairs, 'pair'),
    method: methodOf(pairs, hasIntervals),
    hasIntervals,
    rows: sectionRows(cells, judged),
    charts: chartsOf(cells, judged, record.plan.request.threshold),
    attempts: attemptsTable(attempts, cells),
    problems: processProblems(attempts),
    hasMissingCells: cells.some((cell) => cell.change === undefined),
    missing: cells.length === 0 ? missingReason(record, stage) : '',
  }
}

function methodOf(pairs: number, hasIntervals: boolean): string {
  if (pairs === 0) return ''
  if (pairs === 1) return 'single run: no significance test'
  const means = `geometric means over ${formatCount(pairs, 'pair')} of launches`
  return hasIntervals ? `${means}, 95% intervals unadjusted` : means
}

function missingReason(record: RunRecord, stage: StagePlan): string {
  const ending = record.endings.find(({ name }) => name === stage.name)
  const reason = ending?.reason?.split('\n')[0] ?? ''
  if (reason !== '') return reason
  if (ending !== undefined && ending.state !== 'measured') return ending.state
  return 'not measured'
}

function samplesByStage(record: RunRecord): Map<string, Sample[]> {
  const byStage = new Map<string, Sample[]>()
  for (const sample of samplesOf(record)) {
    const name = `${sample.model}/${sample.benchmarkType}`
    const group = byStage.get(name)
    if (group === undefined) byStage.set(name, [sample])
    else group.push(sample)
  }
  return byStage
}

function titleOf(record: RunRecord): string {
  const { pullRequest, base, head } = record.plan.source
  if (pullRequest !== undefined) return `Pull request ${String(pullRequest.number)}`
  return `${base.sha.slice(0, 7)} against ${head.sha.slice(0, 7)}`
}

/** `2026-11-24 10:00 UTC`. */
function formatTime(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
