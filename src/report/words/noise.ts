import type { PlannedPrior } from '../../comparison/planned-prior.js'
import type { Finding } from '../../verdict/findings.js'
import type { StageJudgement } from '../../verdict/judgement.js'
import type { MetricNames } from './names.js'
import { formatCount, formatPercent } from './numbers.js'

/**
 * The noise of a stage's deciding metrics, so that a reader sees what could have been seen at all:
 * `Noise: Prefill Latency varies 0.60 % between launches, 0.30 % within one; ...`. With a single case
 * launch and value cannot be told apart: then it is the noise of a pair's change. Nothing where a single
 * pair tells none.
 */
export function noiseSentences(stage: StageJudgement, names: MetricNames): string[] {
  const known = stage.metrics.flatMap(({ metric, gating, noise }) => {
    if (!gating || noise.pair === null) return []
    const within = noise.within === null ? '' : `, ${formatPercent(noise.within)} within one`
    const level =
      noise.launch === null
        ? `varies ${formatPercent(noise.pair)} between pairs`
        : `varies ${formatPercent(noise.launch)} between launches${within}`
    const seen =
      noise.detectable === null ? '' : `, smallest detectable slowdown: ${formatPercent(noise.detectable)}`
    return [`${names(stage, metric)} ${level}${seen}`]
  })
  return known.length === 0 ? [] : [`Noise: ${known.join('; ')}.`]
}

/**
 * Which calibration a stage was judged with; nothing where there was none, too few pairs to use it, or it
 * no longer fits.
 */
export function calibrationSentences(
  priors: readonly PlannedPrior[],
  stage: StageJudgement,
  findings: readonly Finding[],
  names: MetricNames,
): string[] {
  const isStale = (metric: string) =>
    findings.some((finding) => finding.kind === 'stale-calibration' && finding.metric === metric)
  const isMeasured = (name: string) =>
    stage.metrics.some(({ metric, noise }) => metric === name && noise.pair !== null)
  const used = priors.filter(
    ({ model, benchmarkType, metric }) =>
      model === stage.model &&
      benchmarkType === stage.benchmarkType &&
      isMeasured(metric) &&
      !isStale(metric),
  )
  const [first] = used
  if (first === undefined) return []
  const days = [...new Set(used.flatMap((prior) => prior.days))].sort()
  const worth = used.every(({ agreesOverDays }) => agreesOverDays)
    ? ''
    : ', worth three degrees of freedom at most'
  const others = days.length === 1 ? '' : ` and ${formatCount(days.length - 1, 'day')} before`
  const labels = used.map(({ metric }) => names(stage, metric)).join(', ')
  return [
    `Calibrated with main against main on ${first.host}, ${days.at(-1) ?? ''}${others}${worth}: ${labels}.`,
  ]
}
