import type { EngineState } from '../../comparison/launch.js'
import type { ServerReader } from '../engine.js'
import { jitBuildMarkers, readJitBuild } from '../output/jit-build.js'
import { oneBatchFailureMarkers, readOneBatchLine } from './one-batch-line.js'
import type { FailureLine } from './one-batch-line.js'
import { plainLine } from '../output/printed-line.js'
import { Retractions } from './retractions.js'
import { readServerArguments } from './server-arguments.js'

/** What the server's log says while one case runs. */
export interface CaseObservations {
  /** Prompt tokens that were found in the cache: those make a case void. */
  readonly cachedTokens: number
  /** Requests that were put back because the cache was full: their latencies are not the kernels'. */
  readonly retractedRequests: number
  /** Logged decode batches (one in forty is logged), and those that ran without a captured graph. */
  readonly decodeBatches: number
  readonly decodeBatchesWithoutGraph: number
  /** The first module that was built. */
  readonly builtModule: string | undefined
}

const readyText = 'The server is fired up and ready to roll!'

/** Each line that `ServerLog` knows holds one of these. */
export const serverLogMarkers = [
  readyText,
  ...['#new-seq: ', '#retracted_reqs: ', 'Decode batch'],
  ...['max_total_num_tokens=', 'server_args=', 'graph bs [', 'graph end. bs=['],
  ...oneBatchFailureMarkers,
  ...jitBuildMarkers,
] as const

const prefill = /\bPrefill batch\b.{0,40}?#new-seq: \d{1,9}, #new-token: \d{1,12}, #cached-token: (\d{1,12})/
const decode = /\bDecode batch\b.{1,4000}?\b(?:cuda |cpu |npu |xpu )?graph: (True|False)/
const capturedList = /\bCapture [\w -]{0,60}graph (?:bs |end\. bs=)\[([\d, ]{1,4000})\]/i
const stateNumbers = [
  ['tokens in the cache', /\bmax_total_num_tokens=(\d{1,12})\b/],
  ['chunk of a prefill', /\bchunked_prefill_size=(-?\d{1,12})\b/],
  ['requests at a time', /\bmax_running_requests=(\d{1,12})\b/],
  ['context length', /\bcontext_len=(\d{1,12})\b/],
] as const

/**
 * Reads the log of SGLang, line by line as it comes: whether the server is ready, what it resolved, and what
 * disturbs what is measured.
 */
export class ServerLog implements ServerReader {
  /**
   * It has said that it is ready. Its process and `/health` have to agree: others may have answered its
   * warm-up.
   */
  isReady = false
  state: EngineState = { resolved: {} }
  /** The first sign that it ran out of memory. */
  failure: FailureLine | undefined
  #builtModule: string | undefined
  readonly #retractions = new Retractions()
  readonly #counts = { cachedTokens: 0, decodeBatches: 0, decodeBatchesWithoutGraph: 0 }

  /** A log of these lines. */
  static of(lines: readonly string[]): ServerLog {
    const log = new ServerLog()
    for (const line of lines) log.read(line)
    return log
  }

  get observations(): CaseObservations {
    return {
      ...this.#counts,
      retractedRequests: this.#retractions.requests,
      builtModule: this.#builtModule,
    }
  }

  /** Reads the next line. */
  read(line: string): void {
    this.#builtModule ??= readJitBuild(line)?.module
    const text = plainLine(line)
    if (text.includes(readyText)) this.isReady = true
    // Every count that is read stands after a `#`.
    if (text.includes('#')) this.#readBatch(text)
    // SGLang 0.5.23 prints its arguments in one line of 19 KB.
    if (text.includes('server_args=')) this.#readArguments(line)
    this.#readState(text)
    const said = readOneBatchLine(text)
    if (said?.kind === 'failure' && said.reason !== 'memory-held') this.failure ??= said
  }

  #readBatch(text: string): void {
    this.#counts.cachedTokens += Number(prefill.exec(text)?.[1] ?? 0)
    const graph = decode.exec(text)?.[1]
    if (graph !== undefined) this.#counts.decodeBatches += 1
    if (graph === 'False') this.#counts.decodeBatchesWithoutGraph += 1
    this.#retractions.read(text)
  }

  #readState(text: string): void {
    if (text.includes('max_total_num_tokens=')) {
      for (const [label, pattern] of stateNumbers) {
        const value = pattern.exec(text)?.[1]
        if (value !== undefined) this.#resolve(label, Number(value))
      }
    }
    const sizes = capturedList.exec(text)?.[1]
    if (sizes !== undefined) this.#resolve('captured batch sizes', sizes.split(',').map(Number))
  }

  #readArguments(line: string): void {
    const printed = readServerArguments(line)
    if (printed === undefined) return
    const { attention_backend: backend, ...values } = printed.values
    this.state = { ...this.state, arguments: values, ...(printed.isCut ? { argumentsCut: true } : {}) }
    if (backend !== undefined) this.#resolve('attention backend', backend)
  }

  #resolve(label: string, value: EngineState['resolved'][string]): void {
    this.state = { ...this.state, resolved: { ...this.state.resolved, [label]: value } }
  }
}
