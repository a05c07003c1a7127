import { pause } from '../docker/pause.js'
import type { LogLine } from '../docker/log-lines.js'
import { jitBuildMarkers } from '../engines/output/jit-build.js'
import { oneBatchFailureMarkers } from '../engines/sglang/one-batch-line.js'
import { ServerLog, type CaseObservations, type ServerState } from '../engines/sglang/server-log.js'

/** What a case is judged by, and why a server ended in it, stands in these lines of a server's log. */
const telling = ['batch', 'retracted', ...jitBuildMarkers, ...oneBatchFailureMarkers] as const

/** Far more than the log of one case holds: one line in forty batches, one a prefill. */
const linesKept = 100_000

/** The log is read live: a line comes this much after it was printed, at most. */
const quietMs = 250
const lookMs = 25

interface TimedLine {
  readonly at: number
  readonly text: string
}

/**
 * Reads a server's log as it comes: whether it is ready, what it resolved, and, for each case, what happened while
 * that one ran. Lines are told apart by the Engine's clock, so a log that is read again after an interruption says
 * the same of each case.
 */
export class ServerWatch {
  /** Resolves once the log says that the server is ready. */
  readonly ready: Promise<void>
  readonly #log = new ServerLog()
  #resolveReady: () => void = () => undefined
  #lines: TimedLine[] = []
  #lastLine = 0
  #readAt = 0

  constructor() {
    this.ready = new Promise((resolve) => {
      this.#resolveReady = resolve
    })
  }

  get isReady(): boolean {
    return this.#log.isReady
  }

  get state(): ServerState {
    return this.#log.state
  }

  /** Whether its log tells of a lack of memory that is not forgotten. */
  get outOfMemory(): boolean {
    return this.#between(-Infinity, Infinity).failure?.reason === 'out-of-memory'
  }

  /**
   * @param lines those that `serverLogMarkers` are in
   * @param lastTime when the last line was printed, whatever it says
   */
  read(lines: readonly LogLine[], lastTime = lines.at(-1)?.time): void {
    for (const { text, time } of lines) {
      this.#log.read(text)
      if (telling.some((marker) => text.includes(marker))) this.#lines.push({ at: Date.parse(time), text })
    }
    if (this.#lines.length > linesKept) this.#lines.splice(0, this.#lines.length - linesKept / 2)
    if (this.#log.isReady) this.#resolveReady()
    if (lastTime !== undefined) this.#lastLine = Date.parse(lastTime)
    this.#readAt = Date.now()
  }

  /** Waits until what was printed up to that moment has been read. */
  async caughtUp(moment: Date, signal: AbortSignal): Promise<void> {
    const asked = Date.now()
    while (this.#lastLine <= moment.getTime() && Date.now() - Math.max(this.#readAt, asked) < quietMs) {
      await pause(lookMs, { signal })
    }
  }

  /** Forgets what happened before a moment: the server has outlived it, so that it is not what ends it later. */
  forget(before: Date): void {
    this.#lines = this.#lines.filter(({ at }) => at >= before.getTime())
  }

  /** What was seen between two moments. */
  observe(from: Date, to: Date): CaseObservations {
    return this.#between(from.getTime(), to.getTime()).observations
  }

  #between(from: number, to: number): ServerLog {
    const log = new ServerLog()
    for (const { at, text } of this.#lines) {
      if (at >= from && at <= to) log.read(text)
    }
    return log
  }
}
