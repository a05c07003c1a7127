import type { Outcome } from '../../comparison/outcome.js'
import { isMarked, type Verdict } from '../../verdict/verdicts.js'
import type { AccuracyRow } from './accuracy.js'
import { metricWords } from '../words/metric.js'
import { changeWords, formatCount, formatPercent, formatSigned } from '../words/numbers.js'
import { singleRunWords } from '../words/reasons.js'
import { isSingleRun, untestedWords } from '../words/stage.js'
import { markOf, readingOrder, toneOf, type Tone, verdictWords } from '../words/verdict.js'
import { cellsWords, type NamedMetric } from './named-metrics.js'
import { isComplete, type StageView } from './stage-view.js'
import { comparisonVerdict } from './comparison-verdict.js'

/** The first line of a report: the verdict, then what was found, the most important first. */
export interface Headline {
  readonly tone: Tone
  readonly mark: string
  readonly opening: string
  readonly findings: readonly Finding[]
  /** Of how many stages nothing is to be told: `2 stages without change`; else ''. */
  readonly rest: string
}

/** What was found in one stage: its metrics of one verdict, and single cells that alone have it. */
interface Finding {
  readonly stage: string
  readonly verdict: string
  /** What joins the verdict and the text in a sentence. */
  readonly joint: ' in ' | ': '
  readonly tone: Tone
  /**
   * `E2E Throughput 6.5 % faster, Median Decode Latency at BS=4 8.6 % faster`, or why results are missing.
   */
  readonly text: string
}

interface HeadlineRun {
  /** Undefined while it runs. */
  readonly ending: Outcome['ending'] | undefined
  /** Up to which changes count as none, in words: `±5.0%`. */
  readonly margins: string
  readonly isCalibration?: boolean
  /** The models whose servers were asked for their accuracy. */
  readonly accuracy?: readonly Pick<AccuracyRow, 'model' | 'verdict' | 'tone'>[]
}

type NamedStage = Pick<StageView, 'name' | 'judged' | 'metrics' | 'missing' | 'cutShort' | 'missingCases'>

const earlyOpenings: Readonly<Record<Exclude<Outcome['ending'], 'finished'>, (what: string) => string>> = {
  'build-failed': (what) => `No ${what}: an image did not build`,
  failed: (what) => `The ${what} failed`,
  cancelled: (what) => `The ${what} was cancelled`,
}

/**
 * The headline of a run: the verdict of the comparison as its first word, what is missing, and each
 * finding. A calibration has no verdict: it says what the host can see.
 */
export function headlineOf(run: HeadlineRun, stages: readonly NamedStage[]): Headline {
  const { ending, accuracy = [], isCalibration = false } = run
  const measured = stages.filter((stage) => stage.missing === '')
  const areSingleRuns = measured.length > 0 && measured.every(({ judged }) => isSingleRun(judged))
  const single = measured.some(({ judged }) => isSingleRun(judged)) ? singleRunWords : onePairOfAll(measured)
  const inBrackets = single === '' ? '' : ` (${single})`
  const findings = [...accuracy.flatMap(accuracyFinding), ...findingsOf(stages, areSingleRuns, single !== '')]
  const missing = findings.filter(({ joint }) => joint !== ' in ')
  if (ending !== 'finished') {
    const what = isCalibration ? 'calibration' : 'comparison'
    const known = findings.filter(({ joint, tone }) => joint === ' in ' || tone === 'worse')
    const tone = ending === undefined || ending === 'cancelled' ? 'unknown' : 'worse'
    const opening = ending === undefined ? `The ${what} is still running` : earlyOpenings[ending](what)
    return {
      tone,
      mark: '',
      opening: `${opening}${inBrackets}`,
      findings: isCalibration ? missing : known,
      rest: '',
    }
  }
  if (isCalibration)
    return { tone: 'same', mark: '', opening: sightWords(measured), findings: missing, rest: '' }
  const told = new Set(findings.map(({ stage }) => stage))
  const untold = told.size === 0 ? 0 : measured.filter(({ name }) => !told.has(name)).length
  const rest = untold === 0 || areSingleRuns ? '' : `${formatCount(untold, 'stage')} without change`
  return { ...verdictHead(run, stages, findings, { areSingleRuns, inBrackets }), findings, rest }
}

function verdictHead(
  { margins, accuracy = [] }: HeadlineRun,
  stages: readonly NamedStage[],
  findings: readonly Finding[],
  { areSingleRuns, inBrackets }: { readonly areSingleRuns: boolean; readonly inBrackets: string },
): Pick<Headline, 'tone' | 'mark' | 'opening'> {
  const measured = stages.filter((stage) => stage.missing === '')
  const verdict = comparisonVerdict(stages, accuracy)
  const differs = findings.some(({ joint }) => joint === ' in ')
  const isCompared = measured.some(hasChange)
  const nothing = areSingleRuns && isCompared && !differs ? `nothing beyond ${margins}` : ''
  const fails = stages.some(failsOnlyInPr)
  const some = isCompared ? 'some results' : 'results'
  const lacking = fails ? 'cases fail only with the pull request' : `${some} are missing`
  const beyond = verdict === 'no-change' ? ` beyond ${margins}` : ''
  const parts =
    verdict === 'missing'
      ? [lacking, nothing === '' ? '' : `${nothing} in the others`]
      : [`${verdictWords(verdict)}${beyond}`, nothing, stages.every(isComplete) ? '' : lacking]
  const opening = `${capitalised(parts.filter((text) => text !== '').join('; '))}${inBrackets}`
  if (verdict === 'unresolved' && nothing !== '' && !fails) return { tone: 'same', mark: '', opening }
  if (fails) return { tone: 'worse', mark: markOf('regression'), opening }
  return { tone: toneOf(verdict), mark: markOf(verdict), opening }
}

/** Why nothing could be tested, where that is so of all stages for one reason. */
function onePairOfAll(stages: readonly NamedStage[]): string {
  const [words = '', ...others] = new Set(stages.map(({ judged }) => untestedWords(judged)))
  return others.length === 0 ? words : ''
}

/** Which slowdowns the host can tell, over the deciding metrics. */
function sightWords(stages: readonly NamedStage[]): string {
  const seen = stages.flatMap(({ metrics }) =>
    metrics.flatMap(({ label, judgement: { noise, pairs } }) =>
      noise.detectable === null ? [] : [{ label, pairs, change: noise.detectable }],
    ),
  )
  const [best, ...others] = seen.sort((left, right) => left.change - right.change)
  if (best === undefined) return 'The noise of this host could not be measured'
  const last = others.at(-1)
  const most = last === undefined ? '' : ` to ${formatPercent(last.change)} (${last.label})`
  return `Slowdowns from ${formatPercent(best.change)} (${best.label})${most} are found with ${formatCount(best.pairs, 'pair')}`
}

function accuracyFinding({
  model,
  verdict,
  tone,
}: Pick<AccuracyRow, 'model' | 'verdict' | 'tone'>): Finding[] {
  if (tone !== 'worse') return []
  const text = `GSM8K accuracy: ${verdict}`
  return [{ stage: model, verdict: verdictWords('regression'), joint: ' in ', tone, text }]
}

function failsOnlyInPr({ missingCases }: NamedStage): boolean {
  return missingCases.some(({ arms }) => arms === 'pr')
}

function hasChange({ metrics }: NamedStage): boolean {
  return metrics.some(({ judgement }) => judgement.change !== null)
}

function findingsOf(
  stages: readonly NamedStage[],
  areSingleRuns: boolean,
  isUntestedSaid: boolean,
): Finding[] {
  const silent: readonly Verdict[] = areSingleRuns ? ['no-change', 'unresolved'] : ['no-change']
  return readingOrder
    .filter((verdict) => !silent.includes(verdict))
    .flatMap((verdict) => stages.flatMap((stage) => findingOf(stage, verdict, isUntestedSaid)))
}

function findingOf(stage: NamedStage, verdict: Verdict, isUntestedSaid: boolean): Finding[] {
  if (verdict === 'missing') return missingFindings(stage)
  const changes = changesText(stage.metrics, verdict)
  if (changes === '') return []
  const untested = isUntestedSaid ? '' : untestedWords(stage.judged)
  const text = untested === '' ? changes : `${changes} (${untested})`
  return [{ stage: stage.name, verdict: verdictWords(verdict), joint: ' in ', tone: toneOf(verdict), text }]
}

function missingFindings({ name, missing, cutShort, missingCases }: NamedStage): Finding[] {
  const shared = { stage: name, joint: ': ' } as const
  if (missing !== '') return [{ ...shared, verdict: 'missing', tone: toneOf('missing'), text: missing }]
  const failing = missingCases.map(({ arms, words, cases }): Finding => ({
    ...shared,
    verdict: words,
    tone: arms === 'pr' ? 'worse' : toneOf('missing'),
    text: cases.join(', '),
  }))
  if (cutShort === '') return failing
  return [...failing, { ...shared, verdict: 'cut short', tone: toneOf('missing'), text: cutShort }]
}

function changesText(metrics: readonly NamedMetric[], verdict: Verdict): string {
  return metrics
    .flatMap(({ label, judgement, apart }) => {
      const cells = apart.filter(({ cell }) => cell.verdict === verdict)
      if (cells.length > 0) return [`${label} at ${cellsWords(cells)}`]
      if (judgement.verdict !== verdict) return []
      const { changed } = metricWords(judgement)
      if (changed !== '' && !isMarked(verdict)) return [`${label} ${changed}`]
      return [
        judgement.change === null
          ? label
          : `${label} ${changeWords(judgement.change)}${intervalWords(judgement)}`,
      ]
    })
    .join(', ')
}

/** ` [-3.5, -3.1]`, in per cent; '' where there is none. */
function intervalWords({ low, high }: NamedMetric['judgement']): string {
  return low === null || high === null ? '' : ` [${formatSigned(low)}, ${formatSigned(high)}]`
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
