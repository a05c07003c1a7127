import { findMetric } from '../comparison/metrics.js'
import type { Verdict } from './words.js'

const words: Readonly<Record<Verdict, string>> = {
  regression: 'regression',
  unstable: 'unstable',
  missing: 'missing',
  unresolved: 'unresolved',
  'slightly-slower': 'slightly slower',
  improvement: 'improvement',
  'slightly-faster': 'slightly faster',
  'no-change': 'no change',
}

/** A verdict as a reader gets it. */
export function wordOf(verdict: Verdict): string {
  return words[verdict]
}

const largestShown = 100

/** A fraction as a signed percentage: 0.052 is "+5.2%". */
export function signedPercent(fraction: number): string {
  if (fraction > largestShown) return `more than +${100 * largestShown}%`
  const percent = (100 * fraction).toFixed(1)
  const sign = percent.startsWith('-') ? '' : '+'
  return `${percent === '-0.0' ? '+0.0' : sign + percent}%`
}

/** A fraction as a percentage: 0.013 is "1.3%"; two digits below 1 %. */
export function percent(fraction: number): string {
  const value = 100 * fraction
  return `${value.toFixed(Math.abs(value) < 1 ? 2 : 1)}%`
}

/** "1 launch", "3 launches". */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

/** A metric as the report names it: "E2E Throughput"; one that prbench does not know by its own name. */
export function metricName(metric: string): string {
  return findMetric(metric)?.label ?? metric
}

/** "grok/offline", or whatever of it the samples name. */
export function stageName(model: string, benchmarkType: string): string {
  const name = [model, benchmarkType].filter((part) => part !== '').join('/')
  return name === '' ? 'all samples' : name
}
