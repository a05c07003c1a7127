import { judgeRun } from '../../run/judge-run.js'
import type { RunRecord } from '../../run/record.js'
import { accuracyRows, type AccuracyRow } from './accuracy.js'
import { aboutOf, linkOf, titleOf } from './about.js'
import { environmentOf, type Fact } from './environment.js'
import { headlineOf, type Headline } from './headline.js'
import { problemsOf, type Problem } from './problems.js'
import { stageView, type StageView } from './stage-view.js'
import { clip } from './clip.js'
import { buildingWords } from '../words/building.js'
import { findingSentence } from '../words/finding.js'
import { marginsOf } from '../words/margin.js'
import { namesOfPlan } from '../words/names.js'
import { reasonWords } from '../words/launch-reasons.js'
import { endingWords } from '../words/ending-reasons.js'

/** Everything that a report shows, in words and numbers, before it becomes Markdown or HTML. */
export interface ReportView {
  readonly title: string
  readonly subject: string
  /** Of the pull request on GitHub; empty where it is elsewhere. */
  readonly link: string
  /** Short facts under the title. */
  readonly about: readonly string[]
  readonly headline: Headline
  /** Of the models whose servers were asked; shown before their performance. */
  readonly accuracy: readonly AccuracyRow[]
  readonly stages: readonly StageView[]
  readonly problems: readonly Problem[]
  readonly environment: readonly Fact[]
  /** Sentences that the reader must know, of the source and of the run. */
  readonly notes: readonly string[]
}

/** The view of a run's record. Pure. A record without a judgement is judged here. */
export function viewOf(record: RunRecord): ReportView {
  const judgement = record.judgement ?? judgeRun(record, reasonWords)
  const { plan, ending } = record
  const names = namesOfPlan(plan)
  const stages = plan.stages.map((stage) => stageView(record, stage, judgement, names))
  const margins = marginsOf(judgement)
  const accuracy = accuracyRows(record)
  const warnings = accuracy.flatMap(({ warning }) => (warning === '' ? [] : [warning]))
  const general = judgement.findings.filter(({ model, row }) => model === null && row === null)
  return {
    title: titleOf(record),
    subject: clip(plan.source.head.subject),
    link: linkOf(record),
    about: aboutOf(record),
    headline: headlineOf({ ending, margins, accuracy }, stages),
    accuracy,
    stages,
    problems: problemsOf(record),
    environment: environmentOf(record),
    notes: [
      ...warnings,
      ...plan.source.notes,
      ...buildingWords(plan),
      ...record.notes.map(endingWords),
      ...general.map((finding) => findingSentence(finding, names)),
    ].map((note) => clip(note, 1000)),
  }
}
