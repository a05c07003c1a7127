import type { BenchmarkMode } from '../../comparison/benchmark-type.js'
import { combineDays } from '../calibrate.js'
import type { CalibrationPrior } from '../calibration.js'
import type { PlannedPrior } from '../../comparison/planned-prior.js'
import type { Calibration, HostCalibrations } from './calibration.js'
import { calibration } from '../tuning.js'

const { mostDays } = calibration

interface DayNoise {
  readonly day: string
  readonly prior: CalibrationPrior
}

/**
 * What a host's calibrations of one mode say of each stage's metrics: the newest of each day, the last five
 * days combined. A metric that gave the same value in every launch says nothing about noise and is left
 * out.
 */
export function priorsOf({ host, calibrations }: HostCalibrations, mode: BenchmarkMode): PlannedPrior[] {
  const byMetric = new Map<string, Map<string, DayNoise>>()
  const ofMode = calibrations.filter((calibration) => calibration.mode === mode)
  for (const noise of [...ofMode].sort(byDate).flatMap(noisesOf)) {
    const { model, benchmarkType, metric } = noise.prior
    const key = JSON.stringify([model, benchmarkType, metric])
    const days = byMetric.get(key) ?? new Map<string, DayNoise>()
    byMetric.set(key, days.set(noise.day, noise))
  }
  return [...byMetric.values()].flatMap((days) => {
    const recent = [...days.values()].slice(-mostDays)
    const combined = combineDays(recent.map(({ prior }) => prior))
    return combined === undefined ? [] : [{ ...combined, host, days: recent.map(({ day }) => day) }]
  })
}

function byDate(left: Calibration, right: Calibration): number {
  return Date.parse(left.date) - Date.parse(right.date)
}

function noisesOf({ date, stages }: Calibration): DayNoise[] {
  const day = new Date(date).toISOString().slice(0, 10)
  return stages.flatMap(({ model, benchmarkType, launches, disturbed, metrics }) => {
    const history = { launches: 2 * launches, disturbed: disturbed.main + disturbed.pr }
    const shared = { model, benchmarkType, history, agreesOverDays: false }
    return metrics
      .filter(({ variance }) => variance > 0)
      .map(({ metric, variance, df }) => ({ day, prior: { ...shared, metric, variance, df } }))
  })
}
