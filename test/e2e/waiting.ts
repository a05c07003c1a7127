import { setTimeout as sleep } from 'node:timers/promises'

/** Far above what anything takes: a machine that does other work is slow, not wrong. */
const patienceMs = 240_000

/**
 * Waits until a condition gives something, and gives that. What it throws meanwhile counts as "not yet".
 *
 * @throws an error that says what was waited for, and what the condition last threw
 */
export async function until<T>(
  what: string,
  condition: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    let reason: unknown
    try {
      const value = await condition()
      if (value !== undefined && value !== false) return value
    } catch (error) {
      reason = error
    }
    if (performance.now() > deadline)
      throw new Error(`four minutes went by before ${what}`, { cause: reason })
    await sleep(50)
  }
}
