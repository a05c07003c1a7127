import type { Outcome } from '../comparison/outcome.js'
import type { Verdict } from '../comparison/verdict/words.js'
import type { JudgedStage } from './judged.js'
import { formatChange } from './numbers.js'
import { leadingVerdict, markOf, readingOrder, toneOf, verdictsIn, verdictWords, type Tone } from './tone.js'

/** The first line of a report: the verdict, then what was found, the most important first. */
export interface Headline {
  readonly tone: Tone
  readonly mark: string
  readonly opening: string
  readonly findings: readonly Finding[]
}

/** What was found in one stage: its metrics of one verdict. */
interface Finding {
  readonly stage: string
  readonly verdict: string
  readonly tone: Tone
  /** `E2E Throughput +6.5%, Median Decode Latency +8.6%`, or why results are missing. */
  readonly text: string
}

interface HeadlineRun {
  /** Absent while it runs. */
  readonly ending?: Outcome['ending']
  readonly threshold: number
}

interface NamedStage {
  readonly name: string
  readonly judged: JudgedStage
  /** Why the stage has no results, else ''. */
  readonly missing: string
  /** Cases without a value in an arm, with the reason. */
  readonly missingCases: readonly string[]
}

const openings: Readonly<Record<Verdict, string>> = {
  regression: 'Regression',
  unstable: 'Unstable',
  improvement: 'Improvement',
  'slightly-slower': 'Slightly slower',
  'slightly-faster': 'Slightly faster',
  unresolved: 'Unresolved',
  missing: 'Results are missing',
  'no-change': 'No change',
}

const earlyOpenings: Readonly<Record<Exclude<Outcome['ending'], 'finished'>, string>> = {
  'build-failed': 'No comparison: an image did not build',
  failed: 'The comparison failed',
  cancelled: 'The comparison was cancelled',
}

/** The headline of a run: its most telling verdict, what is missing, and each finding. */
export function headlineOf({ ending, threshold }: HeadlineRun, stages: readonly NamedStage[]): Headline {
  const measured = stages.filter((stage) => stage.missing === '')
  const isSingleRun = measured.length > 0 && measured.every((stage) => stage.judged.isSingleRun)
  const findings = findingsOf(stages, isSingleRun)
  if (ending !== 'finished') {
    const known = findings.filter(({ verdict }) => verdict !== 'missing')
    if (ending === undefined)
      return { tone: 'unknown', mark: '', opening: 'The comparison is still running', findings: known }
    const tone = ending === 'cancelled' ? 'unknown' : 'worse'
    return { tone, mark: '', opening: earlyOpenings[ending], findings: known }
  }
  const judged = stages.map((stage) => stage.judged)
  const verdict = leadingVerdict(judged)
  const lacking =
    verdict !== 'missing' && verdictsIn(judged).has('missing') ? '; some results are missing' : ''
  const single = isSingleRun ? ' (single run: no significance test)' : ''
  if (isSingleRun && verdict === 'unresolved') {
    const opening = `Nothing beyond ${margin(threshold)}${lacking}${single}`
    return { tone: 'same', mark: '', opening, findings }
  }
  const beyond = verdict === 'no-change' ? ` beyond ${margin(threshold)}` : ''
  const opening = `${openings[verdict]}${beyond}${lacking}${single}`
  return { tone: toneOf(verdict), mark: markOf(verdict), opening, findings }
}

function margin(threshold: number): string {
  return formatChange(threshold).replace('+', '±')
}

function findingsOf(stages: readonly NamedStage[], isSingleRun: boolean): Finding[] {
  const silent: readonly Verdict[] = isSingleRun ? ['no-change', 'unresolved'] : ['no-change']
  return readingOrder
    .filter((verdict) => !silent.includes(verdict))
    .flatMap((verdict) => stages.flatMap((stage) => findingOf(stage, verdict)))
}

function findingOf(stage: NamedStage, verdict: Verdict): Finding[] {
  const text = verdict === 'missing' ? missingText(stage) : changesText(stage.judged, verdict)
  if (text === '') return []
  return [{ stage: stage.name, verdict: verdictWords(verdict), tone: toneOf(verdict), text }]
}

function missingText({ missing, missingCases }: NamedStage): string {
  return missing === '' ? missingCases.join(', ') : missing
}

function changesText(judged: JudgedStage, verdict: Verdict): string {
  return judged.metrics
    .filter((metric) => metric.verdict === verdict)
    .map(({ label, change }) => (change === undefined ? label : `${label} ${formatChange(change)}`))
    .join(', ')
}
