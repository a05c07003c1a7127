import type { Case } from '../comparison/case.js'
import { imageSetsOf, type ImagePlan } from '../comparison/image-plan.js'
import type { Plan, StagePlan } from '../comparison/plan.js'
import type { Quote } from '../planning/quote.js'
import type { SourceCommit } from '../comparison/source.js'
import { expectedAccuracySeconds } from '../comparison/stage.js'
import { buildingWords } from '../report/words/building.js'
import { formatCount } from '../report/words/numbers.js'
import { describeQuote } from './describe-quote.js'
import { duration } from '../report/words/duration.js'
import { printable } from './progress/printable.js'

/** What a plan does not say itself: the defaults that were taken, and what this machine lacks. */
interface Beside {
  readonly defaults?: readonly string[]
  readonly notices?: readonly string[]
}

/** A plan for a person: commits, images, stages, launches, what they cost and what they can see. */
export function describePlan(plan: Plan, quote: Quote, { defaults = [], notices = [] }: Beside = {}): string {
  const { source, stages, seed } = plan
  const lines = [
    plan.comparison,
    '',
    ...listed('defaults', defaults),
    'commits',
    commitLine('main', source.base),
    commitLine('pr', source.head),
    ...source.notes.map((note) => `  ${note}`),
    '',
    plan.request.skipBuild ? 'images (existing)' : 'images (built one after the other)',
    ...imageSetsOf(plan).flatMap(({ main, pr }) => [imageLine(main), imageLine(pr)]),
    ...buildingWords(plan).map((sentence) => `  ${sentence}`),
    '',
    'stages',
    ...stages.flatMap((stage) => stageLines(stage, plan.looks)),
    '',
    ...describeQuote(plan, quote),
    '',
    ...listed('to know', notices),
    ...boundLines(plan),
    `launch order: seed ${seed}`,
    `results: ${plan.runDirectory} (the name contains the start time)`,
  ]
  return `${lines.map(printable).join('\n')}\n`
}

function listed(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [title, ...items.map((item) => `  ${item}`), '']
}

/** What ends it whatever happens. */
function boundLines({ redoLimit, hostFailureLimit, deadlineSeconds, launchLimit }: Plan): string[] {
  return [
    `limits: stops after ${duration(deadlineSeconds * 1000)} (without pauses) or ${launchLimit} launches, and reports what it has`,
    `  a void pair is measured again, at most ${formatCount(redoLimit, 'time')}; ` +
      `after a failure of the host, a pair or build waits and tries again, at most ${formatCount(hostFailureLimit, 'time')}`,
  ]
}

function commitLine(arm: string, { sha, subject, why }: SourceCommit): string {
  return `  ${arm.padEnd(4)}  ${sha}  ${subject}  (${why})`
}

function imageLine({ arm, tag, baseImage, sha }: ImagePlan): string {
  return `  ${arm.padEnd(4)}  ${tag}${sha === undefined ? '' : `  on ${baseImage}`}`
}

/** A stage and what its launches are made of, with a line for each of its cases. */
function stageLines(stage: StagePlan, looks: Plan['looks']): string[] {
  const { name, host, benchmarkType, processes, cases, accuracy, expectedLaunchSeconds } = stage
  const pairs = Math.max(...looks)
  // A stage stops at any of several looks.
  const most = looks.length > 1 ? 'at most ' : ''
  const programs = benchmarkType === 'online' ? 'one server' : formatCount(processes, 'process', 'processes')
  const accuracyRuns =
    accuracy === undefined
      ? ''
      : ` (in the first pair about ${duration(expectedAccuracySeconds(stage) * 1000)} longer, for GSM8K)`
  return [
    `  ${name} on ${host}: ${most}${formatCount(pairs, 'pair')}, ${2 * pairs} launches of about ${duration(expectedLaunchSeconds * 1000)}, ` +
      `${programs}${accuracyRuns} each`,
    ...cases.map((planned) => `    ${caseLine(planned)}`),
  ]
}

const figures = { prompts: 'prompts', inputLength: 'IL', outputLength: 'OL' } as const

/** A case by its name, by its figures that the name does not tell, and by its own flags. */
function caseLine(planned: Case): string {
  const { name, flags } = planned
  const told = Object.entries(figures).flatMap(([key, label]) => {
    const figure = planned[key]
    return typeof figure !== 'number' || name.includes(`${label}=`) ? [] : [`${label}=${figure}`]
  })
  const withFigures = told.length === 0 ? name : `${name}: ${told.join(', ')}`
  return [withFigures, ...(Array.isArray(flags) ? flags.map(String) : [])].join(' ')
}
