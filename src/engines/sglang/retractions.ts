const retracted = /#retracted_reqs: (\d{1,9})/
/**
 * What stands before a message at several GPUs: `[2026-03-01 10:00:00 DP1 TP4]`, `[2025-03-01 10:00:00 TP0]`.
 */
const rankPattern =
  /^\[[\d :.,-]{0,40}?(?: DP(\d{1,4}))?(?: [A-Z_]{2,12}\d{1,4}){0,4}? TP(\d{1,4})(?: [A-Z_]{2,12}\d{1,4}){0,4}\]/

/**
 * Counts the requests that a server put back because its cache was full. The GPUs of a tensor-parallel group
 * hold the same requests and each says so: one of them counts. Groups of data parallelism have requests of
 * their own.
 */
export class Retractions {
  /** By data-parallel group, then by GPU. */
  readonly #counts = new Map<string, Map<string, number>>()

  /** Reads the next line. */
  read(line: string): void {
    const count = Number(retracted.exec(line)?.[1] ?? 0)
    if (count === 0) return
    const [, group = '', gpu = ''] = rankPattern.exec(line) ?? []
    const gpus = this.#counts.get(group) ?? new Map<string, number>()
    gpus.set(gpu, (gpus.get(gpu) ?? 0) + count)
    this.#counts.set(group, gpus)
  }

  get requests(): number {
    return [...this.#counts.values()].reduce((sum, gpus) => sum + Math.max(...gpus.values()), 0)
  }
}
