import type { PlannedPrior } from '../comparison/planned-prior.js'
import type { Finding } from '../verdict/findings.js'
import type { StageJudgement } from '../verdict/judgement.js'
import { metricLabel } from './judged.js'
import { formatCount, formatPercent } from './numbers.js'

/**
 * The noise of a stage's deciding metrics, so that a reader sees what could have been seen at all:
 * `Noise: Prefill Latency 0.6% from launch to launch, 0.3% within; ...`. With a single case launch and value cannot be told
 * apart: then it is the noise of a pair's change. Nothing where a single pair tells none.
 */
export function noiseSentences({ metrics }: StageJudgement): string[] {
  const known = metrics.flatMap(({ gating, noise, ...metric }) => {
    if (!gating || noise.pair === null) return []
    const within = noise.within === null ? '' : `, ${formatPercent(noise.within)} within`
    const level =
      noise.launch === null
        ? `${formatPercent(noise.pair)} from pair to pair`
        : `${formatPercent(noise.launch)} from launch to launch${within}`
    const seen =
      noise.detectable === null ? '' : `, ${formatPercent(noise.detectable)} is found at the last look`
    return [`${metricLabel(metric)} ${level}${seen}`]
  })
  return known.length === 0 ? [] : [`Noise: ${known.join('; ')}.`]
}

/** Which calibration a stage was judged with; nothing where there was none, too few pairs to use it, or it no longer fits. */
export function calibrationSentences(
  priors: readonly PlannedPrior[],
  { model, benchmarkType, metrics }: Pick<StageJudgement, 'model' | 'benchmarkType' | 'metrics'>,
  findings: readonly Finding[],
): string[] {
  const isStale = (metric: string) =>
    findings.some((finding) => finding.kind === 'stale-calibration' && finding.metric === metric)
  const isMeasured = (name: string) =>
    metrics.some(({ metric, noise }) => metric === name && noise.pair !== null)
  const used = priors.filter(
    (prior) =>
      prior.model === model &&
      prior.benchmarkType === benchmarkType &&
      isMeasured(prior.metric) &&
      !isStale(prior.metric),
  )
  const [first] = used
  if (first === undefined) return []
  const days = [...new Set(used.flatMap((prior) => prior.days))].sort()
  const worth = used.every(({ agreesOverDays }) => agreesOverDays)
    ? ''
    : ', worth three degrees of freedom at most'
  const others = days.length === 1 ? '' : ` and ${formatCount(days.length - 1, 'day')} before`
  const names = used.map(metricLabel).join(', ')
  return [
    `Calibrated with main against main on ${first.host}, ${days.at(-1) ?? ''}${others}${worth}: ${names}.`,
  ]
}
