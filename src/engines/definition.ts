import type { BenchmarkType } from '../comparison/benchmark-type.js'
import type { Metric } from '../comparison/metric.js'

/** What has to be known of an engine before anything of it runs: pure data and functions. */
export interface EngineDefinition {
  /** As recipes name it. */
  readonly name: string
  /** All metrics of each type of benchmark, in the report's order. */
  readonly metrics: Readonly<Record<BenchmarkType, readonly Metric[]>>
}
