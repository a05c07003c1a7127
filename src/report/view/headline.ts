import type { Outcome } from '../../comparison/outcome.js'
import { isMarked, type Verdict } from '../../verdict/verdicts.js'
import type { AccuracyRow } from './accuracy.js'
import { metricWords } from '../words/metric.js'
import { changeWords } from '../words/numbers.js'
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
  /** The models whose servers were asked for their accuracy. */
  readonly accuracy?: readonly Pick<AccuracyRow, 'model' | 'verdict' | 'tone'>[]
}

type NamedStage = Pick<StageView, 'name' | 'judged' | 'metrics' | 'missing' | 'cutShort' | 'missingCases'>

const earlyOpenings: Readonly<Record<Exclude<Outcome['ending'], 'finished'>, string>> = {
  'build-failed': 'No comparison: an image did not build',
  failed: 'The comparison failed',
  cancelled: 'The comparison was cancelled',
}

/**
 * The headline of a run: the verdict of the comparison as its first word, what is missing, and each
 * finding.
 */
export function headlineOf(
  { ending, margins, accuracy = [] }: HeadlineRun,
  stages: readonly NamedStage[],
): Headline {
  const measured = stages.filter((stage) => stage.missing === '')
  const areSingleRuns = measured.length > 0 && measured.every(({ judged }) => isSingleRun(judged))
  const single = measured.some(({ judged }) => isSingleRun(judged)) ? ` (${singleRunWords})` : ''
  const findings = [...accuracy.flatMap(accuracyFinding), ...findingsOf(stages, areSingleRuns)]
  if (ending !== 'finished') {
    const known = findings.filter(({ joint, tone }) => joint === ' in ' || tone === 'worse')
    const tone = ending === undefined || ending === 'cancelled' ? 'unknown' : 'worse'
    const opening = ending === undefined ? 'The comparison is still running' : earlyOpenings[ending]
    return { tone, mark: '', opening: `${opening}${single}`, findings: known }
  }
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
  const opening = `${capitalised(parts.filter((text) => text !== '').join('; '))}${single}`
  if (verdict === 'unresolved' && nothing !== '' && !fails)
    return { tone: 'same', mark: '', opening, findings }
  if (fails) return { tone: 'worse', mark: markOf('regression'), opening, findings }
  return { tone: toneOf(verdict), mark: markOf(verdict), opening, findings }
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

function findingsOf(stages: readonly NamedStage[], areSingleRuns: boolean): Finding[] {
  const silent: readonly Verdict[] = areSingleRuns ? ['no-change', 'unresolved'] : ['no-change']
  return readingOrder
    .filter((verdict) => !silent.includes(verdict))
    .flatMap((verdict) => stages.flatMap((stage) => findingOf(stage, verdict)))
}

function findingOf(stage: NamedStage, verdict: Verdict): Finding[] {
  if (verdict === 'missing') return missingFindings(stage)
  const changes = changesText(stage.metrics, verdict)
  if (changes === '') return []
  const untested = untestedWords(stage.judged)
  const text = isSingleRun(stage.judged) || untested === '' ? changes : `${changes} (${untested})`
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
      return [judgement.change === null ? label : `${label} ${changeWords(judgement.change)}`]
    })
    .join(', ')
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
