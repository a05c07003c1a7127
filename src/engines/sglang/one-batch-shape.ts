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

/** Tokens/s by SGLang's own formulas: prompt tokens / prefill, batch / median step, all tokens / total. */
export function batchThroughputs(shape: BatchShape, latencies: BatchLatencies) {
  const { batchSize, inputLength, outputLength } = shape
  const { prefillLatency, medianDecodeLatency, totalLatency } = latencies
  return {
    prefillThroughput: (inputLength * batchSize) / prefillLatency,
    decodeThroughput: medianDecodeLatency === undefined ? undefined : batchSize / medianDecodeLatency,
    overallThroughput: ((inputLength + outputLength) * batchSize) / totalLatency,
  }
}

/** `(4, 1024, 128)`, as SGLang writes a shape. */
export function shapeText(shape: BatchShape): string {
  return `(${shape.batchSize}, ${shape.inputLength}, ${shape.outputLength})`
}
