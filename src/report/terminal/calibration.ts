import type { Calibration, FalseAlarms, HostCalibrations } from '../../verdict/calibration/calibration.js'
import { priorsOf } from '../../verdict/calibration/priors.js'
import { foresee } from '../../verdict/foresight.js'
import { tableLines } from './table.js'
import type { MetricNames } from '../words/names.js'
import { formatCount, formatMargin, formatPercent } from '../words/numbers.js'

/**
 * A calibration as a table for a terminal: the noise of each stage and metric, and what it lets each look
 * see.
 */
export function calibrationLines(
  calibration: Calibration,
  known: HostCalibrations,
  names: MetricNames,
): string[] {
  const { stages, image, mode } = calibration
  const planned = stages.map(({ model, benchmarkType, metrics }) => {
    return { model, benchmarkType, metrics: metrics.map(({ metric }) => ({ metric })) }
  })
  const foreseen = foresee(planned, { calibration: priorsOf(known, mode), threshold: calibration.threshold })
  const looks = foreseen[0]?.metrics[0]?.looks.filter(({ change }) => change !== undefined) ?? []
  const rows = stages.flatMap((stage, index) =>
    stage.metrics.map(({ metric, variance, launch, within }, position) => [
      `${stage.model}/${stage.benchmarkType}`,
      names(stage, metric),
      String(stage.pairs),
      percent(launch),
      percent(within),
      percent(Math.sqrt(variance)),
      ...looks.map(({ pairs }) => {
        const seen = foreseen[index]?.metrics[position]?.looks.find((look) => look.pairs === pairs)
        return variance > 0 ? percent(seen?.change ?? null) : ''
      }),
    ]),
  )
  const header = [
    'Stage',
    'Metric',
    'Pairs',
    'Launch',
    'Within',
    'Pair',
    ...looks.map(({ pairs }) => `at ${pairs}`),
  ]
  return [
    `noise of ${known.host}, measured with ${image.tag} against itself`,
    ...tableLines({ header, numeric: header.map((_, column) => column > 1), rows }),
    '',
    '  Launch, Within: standard deviation from launch to launch, and of one value within its launch; Pair: of one pair’s change.',
    '  at 4, at 5 ...: the smallest slowdown that is found with 90 % power once so many pairs are in.',
    ...calibrationSentences(calibration, known).map((sentence) => `  ${sentence}`),
  ]
}

/**
 * What else a calibration says, in sentences: disturbed launches, false alarms, what it is worth from now
 * on.
 */
export function calibrationSentences(calibration: Calibration, known: HostCalibrations): string[] {
  const disturbed = calibration.stages.map(
    ({ model, benchmarkType, disturbed: { main, pr }, launches }) =>
      `${model}/${benchmarkType} ${main + pr} of ${2 * launches}`,
  )
  return [
    `Disturbed launches: ${disturbed.join(', ')}.`,
    ...falseAlarmSentences(calibration.falseAlarms, calibration.threshold),
    worthSentence(calibration, known),
  ]
}

function falseAlarmSentences(found: FalseAlarms, threshold: number): string[] {
  const { reports, words, marks, singlePairs, singleMarks } = found
  const single =
    `Judged by one pair and ${formatMargin(threshold)} alone, ` +
    `${singleMarks} of ${formatCount(singlePairs, 'pair')} would have been marked, although nothing changed.`
  if (reports === 0) return [single]
  return [
    `False alarms: of ${formatCount(reports, 'report')} made of these launches by swapping main and pr within pairs, ` +
      `${words} would have named a difference and ${marks} marked one; nothing changed in any of them.`,
    single,
  ]
}

function worthSentence({ mode }: Calibration, known: HostCalibrations): string {
  const priors = priorsOf(known, mode)
  const days = Math.max(0, ...priors.map((prior) => prior.days.length))
  const agreed = priors.filter(({ agreesOverDays }) => agreesOverDays).length
  const worth =
    agreed === 0
      ? 'worth three degrees of freedom at most until three days agree'
      : `worth all of it for ${agreed} of ${formatCount(priors.length, 'metric')}, whose days agree`
  return `Later comparisons on ${known.host} count on this noise (${formatCount(days, 'day')}; ${worth}), and say so where it no longer fits.`
}

/** Empty where it is not known. */
function percent(fraction: number | null): string {
  return fraction === null ? '' : formatPercent(fraction)
}
