import { decimalPattern, plainLine, readPrinted } from '../output/printed-line.js'
import type { PrintedNumber } from '../output/printed-line.js'
import type { BatchShape } from './one-batch-shape.js'

/** A latency in seconds and the throughput in tokens a second that was printed beside it. */
export interface PrintedRate {
  readonly latency: PrintedNumber
  readonly throughput: PrintedNumber
}

/**
 * Why a process gave up: the GPU had no memory left, other processes held it, or a pool of SGLang's own was too
 * small for the batch.
 */
export type FailureReason = 'out-of-memory' | 'memory-held' | 'pool-limit'

/** A line of the measurement of one shape. */
export type MeasurementLine =
  | ({ readonly kind: 'prefill' | 'median' | 'total' } & PrintedRate)
  | { readonly kind: 'step'; readonly batchSize: number | undefined }
  | { readonly kind: 'skipped'; readonly shape: BatchShape }

export interface FailureLine {
  readonly kind: 'failure'
  readonly reason: FailureReason
  readonly text: string
}

/** What one printed line of `one_batch` says. */
export type OneBatchLine =
  { readonly kind: 'warmup' } | { readonly kind: 'benchmark' } | MeasurementLine | FailureLine

/** Each line that tells of a failure holds one of these. */
export const oneBatchFailureMarkers = [
  'OutOfMemoryError',
  'HIP out of memory',
  'HIP error: out of memory',
  'Not enough memory. Please try to increase --mem-fraction-static',
  'memory capacity is unbalanced',
  'alloc_req_slots runs out of memory',
  'ut of memory. Try to lower your batch size',
] as const

/** Each line that `readOneBatchLine` knows holds one of these. */
export const oneBatchMarkers = [
  'Warmup ...',
  'Benchmark ...',
  'latency: ',
  'skipping (',
  ...oneBatchFailureMarkers,
] as const

// Nothing is anchored to the line's start: an unbuffered `print` writes text and newline apart, so a line of
// another process may stand before it. Spaces and digits are bounded: no line makes a pattern slow.
const rate = (head: string, throughput: string) =>
  new RegExp(`${head} latency: {1,12}${decimalPattern} s, ${throughput}: {1,12}${decimalPattern} token/s`)
const prefill = rate(String.raw`Prefill\.`, 'throughput')
const median = rate(String.raw`Decode\. {1,2}median`, 'median throughput')
const total = rate(String.raw`Total\.`, 'throughput')
const step = /Decode(?:\. {1,2}| \d{1,9}\. Batch size: (\d{1,9}), )latency: /
const skipping = /skipping \((\d{1,9}), (\d{1,9}), (\d{1,9})\) due to max batch size limit/

const outOfMemory =
  /\bOutOfMemoryError\b|\bHIP (?:error: )?out of memory\b|\bNot enough memory\. Please try to increase --mem-fraction-static/
// Raised where a GPU has less memory left than the others, before anything is loaded.
const memoryHeld = /\bmemory capacity is unbalanced\b/
// SGLang's own pools: of requests, and of cache tokens. The batch does not fit, the GPU may have memory left.
const poolLimit = /\balloc_req_slots runs out of memory\b|\b[Oo]ut of memory\. Try to lower your batch size/

/**
 * Reads one line that `one_batch` printed, of any version; undefined for a line that says nothing of the
 * measurement (logs of SGLang and its libraries stand between them).
 */
export function readOneBatchLine(line: string): OneBatchLine | undefined {
  if (!oneBatchMarkers.some((marker) => line.includes(marker))) return undefined
  const text = plainLine(line).trim()
  if (text.startsWith('Warmup ...') || text.endsWith('Warmup ...')) return { kind: 'warmup' }
  if (text.startsWith('Benchmark ...') || text.endsWith('Benchmark ...')) return { kind: 'benchmark' }
  return readRate(text) ?? readStep(text) ?? readSkipped(text) ?? readFailure(text)
}

function readRate(text: string): OneBatchLine | undefined {
  for (const [kind, pattern] of [
    ['prefill', prefill],
    ['median', median],
    ['total', total],
  ] as const) {
    const found = pattern.exec(text)
    if (found) {
      const [, latency = '', throughput = ''] = found
      return { kind, latency: readPrinted(latency), throughput: readPrinted(throughput) }
    }
  }
  return undefined
}

function readStep(text: string): OneBatchLine | undefined {
  const found = step.exec(text)
  return found
    ? { kind: 'step', batchSize: found[1] === undefined ? undefined : Number(found[1]) }
    : undefined
}

function readSkipped(text: string): OneBatchLine | undefined {
  const found = skipping.exec(text)
  if (!found) return undefined
  const [, batchSize, inputLength, outputLength] = found.map(Number)
  if (batchSize === undefined || inputLength === undefined || outputLength === undefined) return undefined
  return { kind: 'skipped', shape: { batchSize, inputLength, outputLength } }
}

function failureReasonOf(text: string): FailureReason | undefined {
  if (poolLimit.test(text)) return 'pool-limit'
  if (memoryHeld.test(text)) return 'memory-held'
  return outOfMemory.test(text) ? 'out-of-memory' : undefined
}

function readFailure(text: string): OneBatchLine | undefined {
  const reason = failureReasonOf(text)
  return reason && { kind: 'failure', reason, text: text.slice(0, 300) }
}

/**
 * The latency in seconds that agrees with both printed numbers, given the tokens it stands for; undefined if
 * none does. `Total. latency:   0.132 s, throughput:   1032.13 token/s` with 136 tokens says 0.13177 s: the
 * latency has three decimals, the throughput six digits, and SGLang computes one from the other.
 */
export function latencyOf({ latency, throughput }: PrintedRate, tokens: number): number | undefined {
  const low = tokens / throughput.high
  const high = throughput.low > 0 ? tokens / throughput.low : Infinity
  if (latency.value >= low && latency.value <= high) return latency.value
  const from = Math.max(low, latency.low)
  const to = Math.min(high, latency.high)
  // The bounds are decimals, the numbers are binary: a hair's breadth is no contradiction.
  return from <= to * (1 + 1e-9) ? (from + to) / 2 : undefined
}
