import { setTimeout as sleep } from 'node:timers/promises'
import type { CleanUpScope, PairPlace } from '../comparison/activities.js'

/** A pair lets go of its container at once; the rest is room for a Docker Engine that answers late. */
const patienceMs = 20_000

/**
 * The pairs that this worker measures at the moment. An activity whose workflow was terminated hears of it
 * some seconds late, and would start its next container meanwhile: a clean-up stops it first.
 */
export class RunningPairs {
  readonly #running = new Set<{ order: PairPlace; controller: AbortController; ended: Promise<unknown> }>()

  /** Does the work of a pair, with a signal that is also aborted when a clean-up stops the pair. */
  async during<T>(
    order: PairPlace,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const controller = new AbortController()
    const working = work(AbortSignal.any([signal, controller.signal]))
    const entry = { order, controller, ended: working.catch(() => undefined) }
    this.#running.add(entry)
    try {
      return await working
    } finally {
      this.#running.delete(entry)
    }
  }

  /** Stops the pairs of a run (of one stage of it), and waits until they start nothing more. */
  async stop({ run, stage }: Pick<CleanUpScope, 'run' | 'stage'>): Promise<void> {
    const stopped = [...this.#running].filter(
      ({ order }) => order.run === run && (stage === undefined || order.stage.name === stage),
    )
    for (const { controller } of stopped) controller.abort(new Error('its stage is being cleaned up'))
    const ended = Promise.all(stopped.map((entry) => entry.ended))
    const timer = new AbortController()
    await Promise.race([ended, sleep(patienceMs, undefined, { signal: timer.signal }).catch(() => undefined)])
    timer.abort()
  }
}
