import { regressionsOfRun } from '../acknowledged.js'
import { acknowledgedWords } from '../words/acknowledged.js'
import { judgeRun } from '../../run/judge-run.js'
import type { RunRecord } from '../../run/record.js'
import type { Chart } from '../charts/chart.js'
import { metricIntervals } from '../charts/intervals.js'
import { noiseAgainstMargin } from '../charts/noise.js'
import { buildingWords } from '../words/building.js'
import { endingWords } from '../words/ending-reasons.js'
import { findingSentence } from '../words/finding.js'
import { reasonWords } from '../words/launch-reasons.js'
import { marginsOf } from '../words/margin.js'
import { namesOfPlan } from '../words/names.js'
import { type Instruction, nextStepWords } from '../words/next-step.js'
import { aboutOf, linkOf, titleOf } from './about.js'
import { accuracyRows, type AccuracyRow } from './accuracy.js'
import { armsOf, type ArmsView } from './arms.js'
import { changesOf, type Changes } from './changes.js'
import { clip } from './clip.js'
import { commandsOf, type ReportCommand } from './commands.js'
import { countsOf, type Counts } from './counts.js'
import { environmentOf, type Fact } from './environment.js'
import { headlineOf, type Headline } from './headline.js'
import { nextSteps } from './next-steps.js'
import { noiseRows, type NoiseRow } from './noise-rows.js'
import { problemsOf, type Problem } from './problems.js'
import { stageView, type StageView } from './stage-view.js'
import { unmeasuredOf, type Unmeasured } from './unmeasured.js'

/** Everything that a report shows, in words and numbers, in its order, before it becomes Markdown or HTML. */
export interface ReportView {
  readonly title: string
  readonly subject: string
  /** Of the pull request on GitHub; empty where it is elsewhere. */
  readonly link: string
  /** Short facts under the title. */
  readonly about: readonly string[]
  readonly headline: Headline
  /** What to do. */
  readonly next: readonly Instruction[]
  /** Sentences that the reader must know, of the source and of the run. */
  readonly notes: readonly string[]
  readonly counts: readonly Counts[]
  /** Of the models whose servers were asked; shown before their performance. */
  readonly accuracy: readonly AccuracyRow[]
  readonly changes: Changes
  readonly stages: readonly StageView[]
  /** Whether any stage has more than one. */
  readonly hasAttempts: boolean
  readonly unmeasured: readonly Unmeasured[]
  readonly problems: readonly Problem[]
  readonly noise: readonly NoiseRow[]
  readonly charts: { readonly changes: readonly Chart[]; readonly noise: readonly Chart[] }
  readonly arms: ArmsView
  readonly environment: readonly Fact[]
  readonly commands: readonly ReportCommand[]
}

/** What follows from the stages alone, of whatever run they are. */
export function viewOfStages(
  stages: readonly StageView[],
): Pick<ReportView, 'stages' | 'counts' | 'changes' | 'hasAttempts' | 'unmeasured' | 'noise' | 'charts'> {
  return {
    stages,
    counts: countsOf(stages),
    changes: changesOf(stages),
    hasAttempts: stages.some(({ attempts }) => attempts !== undefined),
    unmeasured: unmeasuredOf(stages),
    noise: noiseRows(stages),
    charts: { changes: metricIntervals(stages), noise: noiseAgainstMargin(stages) },
  }
}

/** The view of a run's record. Pure. A record without a judgement is judged here. */
export function viewOf(record: RunRecord): ReportView {
  const judgement = record.judgement ?? judgeRun(record, reasonWords)
  const { plan, ending } = record
  const names = namesOfPlan(plan)
  const stages = plan.stages.map((stage) => stageView(record, stage, judgement, names))
  const accuracy = accuracyRows(record)
  const warnings = accuracy.flatMap(({ warning }) => (warning === '' ? [] : [warning]))
  const general = judgement.findings.filter(({ model, row }) => model === null && row === null)
  return {
    title: titleOf(record),
    subject: clip(plan.source.head.subject),
    link: linkOf(record),
    about: aboutOf(record),
    headline: headlineOf(
      { ending, isCalibration: plan.request.calibrate, margins: marginsOf(judgement), accuracy },
      stages,
    ),
    next: nextSteps(record, stages, accuracy).map(nextStepWords),
    notes: [
      ...acknowledgedWords(regressionsOfRun(record), names),
      ...warnings,
      ...plan.source.notes,
      ...buildingWords(plan),
      ...record.notes.map(endingWords),
      ...general.map((finding) => findingSentence(finding, names)),
    ].map((note) => clip(note, 1000)),
    accuracy,
    ...viewOfStages(stages),
    problems: problemsOf(record),
    arms: armsOf(record),
    environment: environmentOf(record),
    commands: commandsOf(record),
  }
}
