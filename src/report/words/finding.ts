import { otherArm } from '../../comparison/arm.js'
import type { Finding } from '../../verdict/findings.js'
import type { WorkKind } from '../../comparison/work.js'
import { faultWords } from './fault.js'
import { stageName, type MetricNames } from './names.js'
import { changeWords, formatChange, formatCount, formatList, formatPercent } from './numbers.js'
import { cellReasonWords, onePairWords, singleRunWords } from './reasons.js'
import { verdictWords } from './verdict.js'

const mostListed = 5

/** A finding in one sentence, with what it is about: `grok/offline, E2E Throughput: ...`. */
export function findingSentence(finding: Finding, names: MetricNames): string {
  if (finding.kind === 'text') return finding.text
  const about = aboutWords(finding, names)
  const words = findingWords(finding, (metric) => names(placeOf(finding), metric), names)
  return about === '' ? words : `${about}: ${words}`
}

function placeOf({ model, benchmarkType }: Finding): { model: string; benchmarkType: string } {
  return { model: model ?? '', benchmarkType: benchmarkType ?? '' }
}

function aboutWords(finding: Finding, names: MetricNames): string {
  const { kind, model, metric, row, column } = finding
  if (kind === 'input')
    return [`row ${row ?? 0}`, ...(column === null ? [] : [`column ${column}`])].join(', ')
  if (model === null) return ''
  const metrics =
    kind === 'missing' || kind === 'partly-missing' ? finding.metrics : metric === null ? [] : [metric]
  const place = placeOf(finding)
  const named = metrics.map((each) => names(place, each))
  return [stageName(place), ...named].join(', ')
}

type NameOf = (metric: string) => string
type Facts<Kind extends Finding['kind']> = Extract<Finding, { kind: Kind }>

function findingWords(
  finding: Exclude<Finding, { kind: 'text' }>,
  nameOf: NameOf,
  names: MetricNames,
): string {
  switch (finding.kind) {
    case 'no-samples':
      return 'there are no samples to judge'
    case 'input': {
      const metric =
        finding.metric === null || finding.metric === '' ? 'the metric without a name' : finding.metric
      const cell = [finding.metric, finding.case].filter((part) => part !== null && part !== '').join(', ')
      return faultWords(finding.fault, metric, cell)
    }
    case 'not-deciding':
      return `${finding.metrics.map(nameOf).join(', ')} cannot fail the comparison: tail percentiles are shown, never judged`
    case 'missing': {
      const reason = finding.reason === null ? 'no valid number' : cellReasonWords(finding.reason)
      return `${finding.cases.length} of ${finding.of} cases missing (${listed(finding.cases)}): ${reason}`
    }
    case 'partly-missing':
      return `${finding.cases.length} of ${finding.of} cases (${listed(finding.cases)}) have fewer values than the ${finding.pairs} valid pairs`
    case 'incomplete-pair': {
      const what = finding.hasOthers ? 'valid value of a deciding metric in' : 'valid value of'
      return `${attemptWords(finding)} has no ${what} ${finding.arms.join(' and ')}; it is not judged`
    }
    case 'single-run':
      return singleRunWords
    case 'one-pair':
      return onePairWords(finding.of)
    case 'saturated': {
      const changes = finding.throughput.length === 0 ? '' : ` (${changesWords(finding.throughput)})`
      const throughput = finding.throughputDecides ? `output throughput is judged there${changes}, ` : ''
      return `the server was overloaded or fell behind the offered rate at ${finding.cases.join(', ')}; ${throughput}latencies grow with the length of the run and are not judged there`
    }
    case 'unit-factor': {
      const other = otherArm(finding.larger)
      return `${finding.larger} is about ${finding.times.toLocaleString('en')} times ${other} in every case: are both in the same unit?`
    }
    case 'more':
      return `${finding.count} more of this kind (${finding.of}) are not listed`
    case 'calibration':
      return namedCalibration(finding, names)
    case 'stale-calibration':
      return `the calibration is stale and not used: pairs vary more than it says (F test, p = ${p(finding)}); calibrate again`
    case 'unequal-work':
      return unequalWork(finding)
    case 'opposite-cells':
      return `cases change in opposite directions and cancel in the mean: ${changesWords([...finding.faster, ...finding.slower])}`
    default:
      return launchesWords(finding)
  }
}

function launchesWords(
  finding: Facts<
    | 'disturbed'
    | 'outliers'
    | 'unsteady-host'
    | 'instability'
    | 'unstable-case'
    | 'one-order'
    | 'bimodal'
    | 'single-launch'
    | 'copied-launches'
    | 'constant-values'
  >,
): string {
  switch (finding.kind) {
    case 'disturbed':
      return `${finding.arm} was disturbed (slower than its other launches) in ${attemptsWords(finding.attempts)}; not judged`
    case 'outliers':
      return `${finding.arm}: ${formatCount(finding.values, 'outlier')} excluded`
    case 'unsteady-host':
      return unsteadyHost(finding)
    case 'instability': {
      const known =
        finding.calibrated === 0 ? '' : ` and ${formatCount(finding.calibrated, 'calibrated one')}`
      const { arm, disturbed, launches } = finding
      const other = otherArm(arm)
      return `${arm} is disturbed in ${disturbed[arm]} of ${launches} launches, ${other} in ${disturbed[other]} of ${launches} (Fisher's exact test against all launches of ${other}${known}, one-sided p = ${p(finding)})`
    }
    case 'unstable-case': {
      const { arm, slow, launches } = finding
      const other = otherArm(arm)
      return `${finding.case ?? ''} falls far behind its launch in ${slow[arm]} of ${launches} launches of ${arm}, ${slow[other]} of ${launches} of ${other}; those values are excluded (Fisher's exact test against all cases of ${other}, one-sided p = ${p(finding)})`
    }
    case 'one-order':
      return `${finding.first} ran first in all ${finding.pairs} pairs, or the order is not given (column position): drift, and whatever the second launch gains or loses, looks like a change; let the pairs alternate`
    case 'bimodal':
      return `${finding.arm} falls into two groups: ${formatCount(finding.slow, 'launch', 'launches')} about ${formatPercent(finding.slower)} slower than the other ${finding.fast}`
    case 'single-launch':
      return `without pair ${finding.pair} the verdict would be ${verdictWords(finding.otherwise)}`
    case 'copied-launches': {
      const what =
        finding.pairs.length > 0
          ? `main and pr have exactly the same values in ${pairsWords(finding.pairs.map(String))}`
          : `${finding.launches.map((launch) => `${launch.arm} of ${attemptWords(launch)}`).join(', ')} have exactly the same values`
      return `${what}: copied, or read from the same file?`
    }
    case 'constant-values':
      return `${finding.cases} of ${finding.of} cases have the same value in every launch of ${finding.arm}: cached, rounded or not measured?`
  }
}

const workWords: Readonly<Record<WorkKind, string>> = {
  requests: 'completed requests',
  tokens: 'tokens of prompts and answers',
  'output-tokens': 'output tokens',
  'cached-prompt-tokens': 'prompt tokens from the cache',
  'accept-length': 'tokens accepted at a time by speculative decoding',
}

function unequalWork({ what, main, pr, pairs, p: chance }: Facts<'unequal-work'>): string {
  const digits = what === 'accept-length' ? 2 : 0
  const certainty =
    chance === 0 ? `the same in all ${pairs} pairs` : `paired t test, p = ${chance.toPrecision(2)}`
  const figures = main === 0 ? certainty : `${formatChange(pr / main - 1)}; ${certainty}`
  return `the arms did not do the same work: ${main.toFixed(digits)} ${workWords[what]} a case in main, ${pr.toFixed(digits)} in pr (${figures}); their speeds are not comparable as they are`
}

function unsteadyHost({ host, disturbed, launches }: Facts<'unsteady-host'>): string {
  const found =
    host === 'states'
      ? 'launches start in one of two states: the slow ones of one arm are as slow as the ordinary ones of the other'
      : `so many launches are disturbed (pr ${disturbed.pr} of ${launches}, main ${disturbed.main} of ${launches}) that this is how the host runs`
  return `${found}; all pairs are judged, and a difference must also stand out when the arms are swapped within pairs`
}

function namedCalibration(
  { name, foreign, used, stale, unmeasured }: Facts<'calibration'>,
  names: MetricNames,
): string {
  if (foreign !== null)
    return `the calibration ${name} is not used: it is from ${foreign.calibrated.join(', ')}, these samples from ${foreign.measured.join(', ')}`
  const listed = (places: typeof used) =>
    places.map((place) => `${stageName(place)} ${names(place, place.metric)}`).join(', ')
  if (used.length + stale.length + unmeasured.length === 0)
    return `the calibration ${name} is not used: it knows no model, benchmark type and metric of these samples`
  const parts = [
    used.length === 0
      ? `the calibration ${name} is not used`
      : `judged with the calibration ${name}: ${listed(used)}`,
    stale.length === 0 ? '' : `stale, and not used: ${listed(stale)}`,
    unmeasured.length === 0 ? '' : `not used with fewer than two valid pairs: ${listed(unmeasured)}`,
  ]
  return parts.filter((part) => part !== '').join('; ')
}

function attemptWords({ pair, attempt }: { readonly pair: number; readonly attempt: number }): string {
  return attempt === 1 ? `pair ${pair}` : `pair ${pair} (attempt ${attempt})`
}

function attemptsWords(attempts: Facts<'disturbed'>['attempts']): string {
  return pairsWords(attempts.map((each) => attemptWords(each).replace(/^pair /, '')))
}

function pairsWords(pairs: readonly string[]): string {
  return `${pairs.length === 1 ? 'pair' : 'pairs'} ${pairs.join(', ')}`
}

function changesWords(cells: Facts<'opposite-cells'>['faster']): string {
  return cells.map(({ case: name, change }) => `${name} ${changeWords(change)}`).join(', ')
}

function listed(cases: readonly string[]): string {
  return formatList(cases, mostListed, '; ')
}

function p({ p: value }: { readonly p: number }): string {
  return value.toPrecision(2)
}
