/** What one measurement of `one_batch` runs: a batch of equal prompts. */
export interface BatchShape {
  readonly batchSize: number
  readonly inputLength: number
  readonly outputLength: number
}

/** The latencies of one measured batch, in seconds. One output token has no decode step, so no median. */
export interface BatchLatencies {
  readonly prefillLatency: number
  readonly medianDecodeLatency: number | undefined
  readonly totalLatency: number
}

/**
 * The shapes in the order in which `one_batch` measures its list flags: crossed, batch size outermost, output
 * length innermost. A list may hold a number more than once; it is then measured more than once.
 */
export function crossShapes(
  batchSizes: readonly number[],
  inputLengths: readonly number[],
  outputLengths: readonly number[],
): BatchShape[] {
  return batchSizes.flatMap((batchSize) =>
    inputLengths.flatMap((inputLength) =>
      outputLengths.map((outputLength) => ({ batchSize, inputLength, outputLength })),
    ),
  )
}

/** SGLang's offline metrics by name, in their units. */
export type BatchMetrics = Record<string, number>

/**
 * One measurement as metrics. Throughputs by SGLang's own formulas: prompt tokens / prefill, batch / median
 * step, all tokens / total.
 */
export function batchMetrics(
  { batchSize, inputLength, outputLength }: BatchShape,
  { prefillLatency, medianDecodeLatency, totalLatency }: BatchLatencies,
): BatchMetrics {
  return {
    e2e_throughput: ((inputLength + outputLength) * batchSize) / totalLatency,
    e2e_latency: totalLatency,
    prefill_latency: prefillLatency,
    prefill_throughput: (inputLength * batchSize) / prefillLatency,
    ...(medianDecodeLatency !== undefined && {
      decode_latency: medianDecodeLatency,
      decode_throughput: batchSize / medianDecodeLatency,
    }),
  }
}

/** `(4, 1024, 128)`, as SGLang writes a shape. */
export function shapeText(shape: BatchShape): string {
  return `(${shape.batchSize}, ${shape.inputLength}, ${shape.outputLength})`
}
