import type { MetricRole } from '../comparison/metric.js'

interface RoleOf {
  readonly metric: string
  readonly role?: MetricRole
}

/** Whether a name is that of a tail percentile (p95, p99, p999, p99.9, any above the median). */
export function isPercentile(metric: string): boolean {
  const percentile = /(?:^|[^a-z0-9])p(\d\d)\d*(?![0-9a-z])/i.exec(metric)
  return percentile !== null && Number(percentile[1]) > 50
}

/** A metric's role. Samples of other programs need not tell it: then all decide but tail percentiles. */
export function roleOf({ metric, role }: RoleOf): MetricRole {
  return role ?? (isPercentile(metric) ? 'shown' : 'deciding')
}

/** Of the metrics of a stage those that decide; where none of them does, all that are judged. */
export function decidingAmong<Metric extends RoleOf>(metrics: readonly Metric[]): Metric[] {
  const deciding = metrics.filter((metric) => roleOf(metric) === 'deciding')
  return deciding.length > 0 ? deciding : metrics.filter((metric) => roleOf(metric) !== 'shown')
}
