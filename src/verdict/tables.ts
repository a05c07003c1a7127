import type { Arm } from '../comparison/arm.js'
import type { Better, MetricTraits } from '../comparison/metric.js'
import type { Table } from './statistics/additive.js'

/** One try at one pair: two adjacent launches, one of each arm. */
export interface Attempt {
  readonly pair: number
  readonly attempt: number
  /** The arm that was launched first. */
  readonly first: Arm
}

/** All that a stage's attempts measured for one metric, with its traits as far as the samples tell them. */
export interface MetricTable extends Partial<MetricTraits> {
  readonly metric: string
  readonly unit: string
  readonly better: Better
  readonly cases: readonly string[]
  /** By arm, attempt and case: ln of the value, negated where lower is better, so that more is faster. */
  readonly logs: Readonly<Record<Arm, Table>>
  /** Why a case has no value, by case and arm, where the samples say. */
  readonly reasons: ReadonlyMap<string, string>
  /**
   * By arm and case: launches in which the server fell behind the offered rate; absent where none says so.
   */
  readonly behind?: Readonly<Record<Arm, readonly (number | undefined)[]>>
  /**
   * Of a table that holds those cases alone: whether its values decide there, or only show how long the
   * queue was.
   */
  readonly saturated?: 'deciding' | 'shown'
}

/** One stage's samples as tables. Attempts stand in the order in which they ran. */
export interface StageTables {
  readonly model: string
  readonly benchmarkType: string
  readonly attempts: readonly Attempt[]
  readonly metrics: readonly MetricTable[]
}

/** The value in the metric's unit behind a signed log. */
export function valueOf(table: Pick<MetricTable, 'better'>, signedLog: number): number {
  return Math.exp(table.better === 'higher' ? signedLog : -signedLog)
}

/** Key of `MetricTable.reasons`. */
export function reasonKey(caseName: string, arm: Arm): string {
  return `${arm} ${caseName}`
}
