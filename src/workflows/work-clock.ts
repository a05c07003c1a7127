import { condition } from '@temporalio/workflow'

/**
 * The time that a comparison has worked: from its start, pauses left out. Deadlines are counted by it, so
 * that a pause costs nothing.
 */
export class WorkClock {
  readonly #startedAt = Date.now()
  #pausedAt: number | undefined
  #pausedMs = 0
  #limitMs: number | undefined

  get pausedSince(): Date | undefined {
    return this.#pausedAt === undefined ? undefined : new Date(this.#pausedAt)
  }

  pause(): void {
    this.#pausedAt ??= Date.now()
  }

  resume(): void {
    if (this.#pausedAt === undefined) return
    this.#pausedMs += Date.now() - this.#pausedAt
    this.#pausedAt = undefined
  }

  workedMs(): number {
    return (this.#pausedAt ?? Date.now()) - this.#startedAt - this.#pausedMs
  }

  /** Sets how long the comparison may work. */
  limit(seconds: number): void {
    this.#limitMs = seconds * 1000
  }

  /** When the limit is reached, as it looks now; `undefined` without a limit or in a pause. */
  deadline(): Date | undefined {
    if (this.#limitMs === undefined || this.#pausedAt !== undefined) return undefined
    return new Date(this.#startedAt + this.#pausedMs + this.#limitMs)
  }

  isSpent(): boolean {
    return this.#limitMs !== undefined && this.workedMs() >= this.#limitMs
  }

  /**
   * Waits until something has happened. Gives false where the limit came first.
   *
   * @throws CancelledFailure, where the workflow is cancelled
   */
  async waitFor(happened: () => boolean): Promise<boolean> {
    while (!happened()) {
      if (this.isSpent()) return false
      if (this.#pausedAt !== undefined || this.#limitMs === undefined) {
        const wasPaused = this.#pausedAt !== undefined
        await condition(() => happened() || (wasPaused && this.#pausedAt === undefined))
      } else {
        const leftMs = Math.max(1, this.#limitMs - this.workedMs())
        await condition(() => happened() || this.#pausedAt !== undefined, leftMs)
      }
    }
    return true
  }
}
