import { pause } from '../docker/pause.js'
import type { LogLine } from '../docker/log-lines.js'
import type { EngineState } from '../comparison/launch.js'
import type { ServerProcess, ServerReader } from '../engines/engine.js'

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
 * Reads a server's log as it comes: whether it is ready, what it resolved, and, for each case, what happened
 * while that one ran. Lines are told apart by the Engine's clock, so a log that is read again after an
 * interruption says the same of each case.
 */
export class ServerWatch {
  /** Resolves once the log says that the server is ready. */
  readonly ready: Promise<void>
  readonly #log: ServerReader
  #resolveReady: () => void = () => undefined
  #lines: TimedLine[] = []
  #lastLine = 0
  #readAt = 0

  constructor(private readonly program: Pick<ServerProcess, 'reader' | 'caseMarkers' | 'tellsOutOfMemory'>) {
    this.#log = program.reader()
    this.ready = new Promise((resolve) => {
      this.#resolveReady = resolve
    })
  }

  get isReady(): boolean {
    return this.#log.isReady
  }

  get state(): EngineState {
    return this.#log.state
  }

  /** Whether its log tells of a lack of memory that is not forgotten. */
  get outOfMemory(): boolean {
    return this.program.tellsOutOfMemory(this.#lines.map(({ text }) => text))
  }

  /**
   * @param lines those that hold its markers
   * @param lastTime when the last line was printed, whatever it says
   */
  read(lines: readonly LogLine[], lastTime = lines.at(-1)?.time): void {
    for (const { text, time } of lines) {
      this.#log.read(text)
      if (this.program.caseMarkers.some((marker) => text.includes(marker)))
        this.#lines.push({ at: Date.parse(time), text })
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

  /**
   * Forgets what happened before a moment: the server has outlived it, so that it is not what ends it later.
   */
  forget(before: Date): void {
    this.#lines = this.#lines.filter(({ at }) => at >= before.getTime())
  }

  /** What it said between two moments that tells of cases. */
  lines(from: Date, to: Date): string[] {
    return this.#lines.filter(({ at }) => at >= from.getTime() && at <= to.getTime()).map(({ text }) => text)
  }
}
