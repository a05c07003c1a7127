import type { Arm } from './arm.js'
import type { Better, MetricTraits } from './metric.js'
import type { Reason } from './reason.js'

/**
 * One value: what one launch measured for one case and one metric. A row of `samples.csv`. The metric's
 * traits need not be told; the judge goes by those of a metric's first sample.
 */
export interface Sample extends Readonly<Partial<MetricTraits>> {
  readonly model: string
  readonly benchmarkType: string
  readonly case: string
  readonly metric: string
  readonly unit: string
  readonly better: Better
  /** Number of the pair of launches, from 1. */
  readonly pair: number
  /** Which try of that pair, from 1: a void or disturbed pair is measured again. */
  readonly attempt: number
  readonly arm: Arm
  /** Whether the launch was the first or the second of its pair. */
  readonly position: 1 | 2
  readonly host: string
  /** Start of the launch, ISO 8601, or '' where it is unknown. */
  readonly startedAt: string
  /** The value in `unit`; null where the launch gave none. */
  readonly value: number | null
  /** False for a row of a void launch: kept in the record, never judged. */
  readonly valid: boolean
  /** Why the row is void or the value missing, else ''. */
  readonly reason: string
  /** The same as kind and figures, where prbench measured it. */
  readonly why?: Reason
  /**
   * True where the server fell behind the offered rate in this case of the launch: latencies hold the queue.
   */
  readonly saturated?: boolean
}
