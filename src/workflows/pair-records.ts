import { CancellationScope } from '@temporalio/workflow'
import type { PairResult } from '../comparison/launch.js'
import type { Plan } from '../comparison/plan.js'
import { control } from './activities.js'

/** The pairs of a stage on their way into the run directory. */
export class PairRecords {
  readonly #open = new Map<PairResult, Promise<void>>()

  constructor(private readonly plan: Plan) {}

  /**
   * Has a pair recorded while the next one is measured already: the host does not wait for a file to be
   * written.
   */
  begin(result: PairResult): void {
    const recorded = control.recordPair(this.plan, result).then(() => {
      this.#open.delete(result)
    })
    recorded.catch(() => undefined) // awaited by `complete`; until then it must not count as unhandled
    this.#open.set(result, recorded)
  }

  /** Waits until all pairs are recorded. */
  async complete(): Promise<void> {
    await Promise.all(this.#open.values())
  }

  /** The same where the stage has failed already: whether they were recorded changes nothing of that. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#open.values())
  }

  /**
   * Records what a cancel has cut short: a finished pair is part of the report, and recording it twice is
   * harmless.
   */
  async completeAfterCancel(): Promise<void> {
    if (this.#open.size === 0) return
    await CancellationScope.nonCancellable(() =>
      Promise.all([...this.#open.keys()].map((result) => control.recordPair(this.plan, result))),
    )
  }
}
