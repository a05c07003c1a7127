import type { BatchLatencies, BatchShape } from './one-batch-shape.js'

/** One finished measurement. The latencies are as precise as the printed lines allow, see `latencyOf`. */
export type OneBatchMeasurement = BatchShape & BatchLatencies

/** What `one_batch` printed of the planned shapes, in the order of measurement. */
export type OneBatchEvent =
  /** `Benchmark ...`: what was measured before does not count. */
  | { readonly kind: 'measuring' }
  | { readonly kind: 'measured'; readonly measurement: OneBatchMeasurement }
  /** SGLang leaves the shape out because its cache cannot hold it. */
  | { readonly kind: 'skipped'; readonly shape: BatchShape }
  /** The lines of this measurement did not come whole. The following ones count. */
  | { readonly kind: 'unreadable'; readonly shape: BatchShape }
  /**
   * `index` is the planned shape that is measured; undefined during loading and warm-up, where a build does
   * no harm.
   */
  | { readonly kind: 'jit-build'; readonly module: string; readonly index: number | undefined }
