import type { JitBuild } from '../output/jit-build.js'
import type { FailureReason } from './one-batch-line.js'
import type { BatchLatencies, BatchShape, BatchThroughputs } from './one-batch-shape.js'

/**
 * One finished measurement, read from stdout. `index` counts the planned shapes in the order of measurement.
 * The latencies are as precise as the lines allow (see `latencyOf`); `printed` is what they say.
 */
export interface OneBatchMeasurement extends BatchShape, BatchLatencies {
  readonly index: number
  readonly printed: BatchLatencies & BatchThroughputs
}

/** Why the process cannot go on. `index` is what it was measuring; undefined while it was loading the model. */
export interface OneBatchFailure {
  readonly reason: FailureReason
  readonly text: string
  readonly index: number | undefined
}

export type OneBatchEvent =
  | { readonly kind: 'warming-up' }
  /** `Benchmark ...`: what was measured before does not count. */
  | { readonly kind: 'measuring' }
  | { readonly kind: 'measured'; readonly measurement: OneBatchMeasurement }
  /** SGLang leaves the shape out because its cache cannot hold it. */
  | { readonly kind: 'skipped'; readonly index: number; readonly shape: BatchShape }
  /** The lines of this measurement did not come whole. The following ones count. */
  | { readonly kind: 'unreadable'; readonly index: number; readonly shape: BatchShape; readonly what: string }
  /** What is printed cannot be of the planned shape: from here on no line can be trusted to be of which. */
  | { readonly kind: 'disagreement'; readonly index: number; readonly what: string }
  | { readonly kind: 'failure'; readonly failure: OneBatchFailure }
  /** `index` is what was being measured; undefined during loading and warm-up, where a build does no harm. */
  | { readonly kind: 'jit-build'; readonly build: JitBuild; readonly index: number | undefined }
