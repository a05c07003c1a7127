import type { Outcome } from '../comparison/outcome.js'
import { verdicts, worst, type Verdict } from '../comparison/verdict/words.js'
import type { JudgedStage } from './judged.js'
import { formatChange } from './numbers.js'
import { markOf, toneOf, verdictWords, type Tone } from './tone.js'

/** The first line of a report: the worst verdict, then what was found, the worst first. */
export interface Headline {
  readonly tone: Tone
  readonly mark: string
  readonly opening: string
  readonly findings: readonly Finding[]
}

/** What was found in one stage: its metrics of one verdict. */
export interface Finding {
  readonly stage: string
  readonly verdict: string
  readonly tone: Tone
  /** `E2E Throughput +6.5%, Median Decode Latency +8.6%`; empty where no metric was measured. */
  readonly changes: string
}

interface HeadlineRun {
  /** Absent while it runs. */
  readonly ending?: Outcome['ending']
  readonly threshold: number
}

interface NamedStage {
  readonly name: string
  readonly judged: JudgedStage
}

const openings: Readonly<Record<Verdict, string>> = {
  regression: 'Regression',
  improvement: 'Improvement',
  unstable: 'Unstable',
  missing: 'Results are missing',
  unresolved: 'Unresolved',
  'slightly-slower': 'Slightly slower',
  'slightly-faster': 'Slightly faster',
  'no-change': 'No change',
}

const earlyOpenings: Readonly<Record<Exclude<Outcome['ending'], 'finished'>, string>> = {
  'build-failed': 'No comparison: an image did not build',
  failed: 'The comparison failed',
  cancelled: 'The comparison was cancelled',
}

export function headlineOf({ ending, threshold }: HeadlineRun, stages: readonly NamedStage[]): Headline {
  const findings = findingsOf(stages)
  if (ending === undefined)
    return { tone: 'unknown', mark: '', opening: 'The comparison is still running', findings }
  if (ending !== 'finished') {
    const measured = findings.filter((finding) => finding.changes !== '')
    return { tone: 'unknown', mark: '', opening: earlyOpenings[ending], findings: measured }
  }
  const verdict = worst(stages.map((stage) => stage.judged.verdict))
  const tone = toneOf(verdict)
  const beyond = verdict === 'no-change' ? ` beyond ${formatChange(threshold).replace('+', '±')}` : ''
  return { tone, mark: markOf(tone), opening: `${openings[verdict]}${beyond}`, findings }
}

function findingsOf(stages: readonly NamedStage[]): Finding[] {
  return verdicts
    .filter((verdict) => verdict !== 'no-change')
    .flatMap((verdict) => stages.flatMap((stage) => findingOf(stage, verdict)))
}

function findingOf({ name, judged }: NamedStage, verdict: Verdict): Finding[] {
  const metrics = judged.metrics.filter((metric) => metric.verdict === verdict)
  if (metrics.length === 0 && (judged.metrics.length > 0 || judged.verdict !== verdict)) return []
  const changes = metrics.map(({ label, change }) =>
    change === undefined ? label : `${label} ${formatChange(change)}`,
  )
  return [{ stage: name, verdict: verdictWords(verdict), tone: toneOf(verdict), changes: changes.join(', ') }]
}
