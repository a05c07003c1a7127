/**
 * Who measures next on a host. A comparison hands one pair at a time to each of its hosts: so its stages take
 * turns, a pause leaves nothing in the host's queue, and comparisons that share a host alternate pair by
 * pair.
 */
export class HostTurns {
  readonly #waiting: { stage: string; host: string }[] = []
  readonly #holders = new Map<string, string>()

  /** A stage wants a turn on its host. If it has one, that one is over. */
  want(stage: string, host: string): void {
    this.leave(stage)
    this.#waiting.push({ stage, host })
  }

  /** A stage wants nothing any more, and has no turn. */
  leave(stage: string): void {
    for (const [host, holder] of this.#holders) if (holder === stage) this.#holders.delete(host)
    const index = this.#waiting.findIndex((entry) => entry.stage === stage)
    if (index >= 0) this.#waiting.splice(index, 1)
  }

  /** Gives the free hosts to who waited longest for each. The stages that have a turn now. */
  grant(): string[] {
    const granted: string[] = []
    for (const entry of [...this.#waiting]) {
      if (this.#holders.has(entry.host)) continue
      this.#holders.set(entry.host, entry.stage)
      this.#waiting.splice(this.#waiting.indexOf(entry), 1)
      granted.push(entry.stage)
    }
    return granted
  }

  holder(host: string): string | undefined {
    return this.#holders.get(host)
  }

  isWaiting(stage: string): boolean {
    return this.#waiting.some((entry) => entry.stage === stage)
  }
}
