import { jitBuildMarkers, readJitBuild } from '../output/jit-build.js'
import type { JitBuild } from '../output/jit-build.js'
import { oneBatchFailureMarkers, readOneBatchLine } from './one-batch-line.js'
import type { FailureLine } from './one-batch-line.js'
import { plainLine } from '../output/printed-line.js'
import { Retractions } from './retractions.js'
import { readServerArguments } from './server-arguments.js'

/** What the server's log says while one case runs. */
export interface CaseObservations {
  /** Prompt tokens that were computed, and such as were found in the cache: those make a case void. */
  readonly newTokens: number
  readonly cachedTokens: number
  /** Requests that were put back because the cache was full: their latencies are not the kernels'. */
  readonly retractedRequests: number
  /** Logged decode batches (one in forty is logged), and those that ran without a captured graph. */
  readonly decodeBatches: number
  readonly decodeBatchesWithoutGraph: number
  /** The most requests that waited for a place. */
  readonly longestQueue: number
  readonly jitBuilds: readonly JitBuild[]
}

/** What the server resolved at its start; a difference between the arms is a finding of its own. */
export interface ServerState {
  readonly maxTotalTokens?: number
  readonly chunkedPrefillSize?: number
  readonly maxRunningRequests?: number
  readonly contextLength?: number
  /** The batch sizes that decode graphs were captured for. */
  readonly capturedBatchSizes?: number[]
  readonly attentionBackend?: string
  /** Its arguments with all their defaults; `argumentsCut` where the line was too long to be read to its end. */
  readonly arguments?: Record<string, string>
  readonly argumentsCut?: true
}

const readyText = 'The server is fired up and ready to roll!'

/** Each line that `ServerLog` knows holds one of these. */
export const serverLogMarkers = [
  readyText,
  ...['#new-seq: ', '#queue-req: ', '#retracted_reqs: ', 'Decode batch'],
  ...['max_total_num_tokens=', 'server_args=', 'graph bs [', 'graph end. bs=['],
  ...oneBatchFailureMarkers,
  ...jitBuildMarkers,
] as const

const prefill =
  /\bPrefill batch\b.{0,40}?#new-seq: \d{1,9}, #new-token: (\d{1,12}), #cached-token: (\d{1,12})/
const decode = /\bDecode batch\b.{1,4000}?\b(?:cuda |cpu |npu |xpu )?graph: (True|False)/
const queue = /#queue-req: (\d{1,9})/
const capturedList = /\bCapture [\w -]{0,60}graph (?:bs |end\. bs=)\[([\d, ]{1,4000})\]/i
const stateNumbers = [
  ['maxTotalTokens', /\bmax_total_num_tokens=(\d{1,12})\b/],
  ['chunkedPrefillSize', /\bchunked_prefill_size=(-?\d{1,12})\b/],
  ['maxRunningRequests', /\bmax_running_requests=(\d{1,12})\b/],
  ['contextLength', /\bcontext_len=(\d{1,12})\b/],
] as const

/** More builds than this in one case say nothing new. */
const mostBuilds = 100

/**
 * Reads the log of SGLang's server, line by line as it comes: whether it is ready, what it resolved, and what
 * disturbs the case that runs. The load generator tells cases apart, so `startCase` has to be called.
 */
export class ServerLog {
  #isReady = false
  #state: ServerState = {}
  #failure: FailureLine | undefined
  #case = emptyCase()

  /** It has said that it is ready. Its process and `/health` have to agree: others may have answered its warm-up. */
  get isReady(): boolean {
    return this.#isReady
  }

  get state(): ServerState {
    return this.#state
  }

  /** The first sign that it ran out of memory. */
  get failure(): FailureLine | undefined {
    return this.#failure
  }

  /** What was seen since the last `startCase`. */
  get observations(): CaseObservations {
    const { retractions, jitBuilds, ...counts } = this.#case
    return { ...counts, retractedRequests: retractions.requests, jitBuilds: [...jitBuilds] }
  }

  /** Forgets what earlier cases, or warm-up, left in the log. */
  startCase(): void {
    this.#case = emptyCase()
  }

  /** Reads the next line. */
  read(line: string): void {
    const build = readJitBuild(line)
    if (build && this.#case.jitBuilds.length < mostBuilds) this.#case.jitBuilds.push(build)
    const text = plainLine(line)
    if (text.includes(readyText)) this.#isReady = true
    // Every count that is read stands after a `#`.
    if (text.includes('#')) this.#readBatch(text)
    // SGLang 0.5.23 prints its arguments in one line of 19 KB.
    if (text.includes('server_args=')) this.#readArguments(line)
    this.#readState(text)
    const said = readOneBatchLine(text)
    if (said?.kind === 'failure') this.#failure ??= said
  }

  #readBatch(text: string): void {
    const [, newTokens, cachedTokens] = prefill.exec(text) ?? []
    if (newTokens !== undefined && cachedTokens !== undefined) {
      this.#case.newTokens += Number(newTokens)
      this.#case.cachedTokens += Number(cachedTokens)
    }
    const graph = decode.exec(text)?.[1]
    if (graph !== undefined) {
      this.#case.decodeBatches += 1
      if (graph === 'False') this.#case.decodeBatchesWithoutGraph += 1
    }
    this.#case.longestQueue = Math.max(this.#case.longestQueue, Number(queue.exec(text)?.[1] ?? 0))
    this.#case.retractions.read(text)
  }

  #readState(text: string): void {
    if (text.includes('max_total_num_tokens=')) {
      for (const [key, pattern] of stateNumbers) {
        const value = pattern.exec(text)?.[1]
        if (value !== undefined) this.#state = { ...this.#state, [key]: Number(value) }
      }
    }
    const sizes = capturedList.exec(text)?.[1]
    if (sizes !== undefined)
      this.#state = { ...this.#state, capturedBatchSizes: sizes.split(',').map(Number) }
  }

  #readArguments(line: string): void {
    const printed = readServerArguments(line)
    if (printed === undefined) return
    const backend = printed.values.attention_backend
    this.#state = {
      ...this.#state,
      arguments: { ...printed.values },
      ...(printed.isCut ? { argumentsCut: true } : {}),
      ...(backend === undefined ? {} : { attentionBackend: backend }),
    }
  }
}

function emptyCase() {
  const jitBuilds: JitBuild[] = []
  return {
    newTokens: 0,
    cachedTokens: 0,
    retractions: new Retractions(),
    decodeBatches: 0,
    decodeBatchesWithoutGraph: 0,
    longestQueue: 0,
    jitBuilds,
  }
}
