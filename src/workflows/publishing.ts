import { CancellationScope, isCancellation } from '@temporalio/workflow'
import type { Notification } from '../comparison/notification.js'
import type { Outcome } from '../comparison/outcome.js'
import type { Plan } from '../comparison/plan.js'
import type { Occasion } from '../comparison/published.js'
import { notify, publish } from './activities.js'
import type { Desk } from './desk.js'
import { describeFailure } from './failures.js'
import { words } from './words.js'

/** What is told of a comparison on its forge, beside the work and one after the other. */
export class Publishing {
  readonly #plan: Plan
  readonly #desk: Desk
  #sequence = 0
  #running: { scope: CancellationScope; done: Promise<unknown> } | undefined

  constructor(plan: Plan, desk: Desk) {
    this.#plan = plan
    this.#desk = desk
  }

  /** Tells how it goes. Nothing waits for it; what was not told yet is not told any more. */
  tell(): void {
    if (!this.#isWanted) return
    const before = this.#running
    before?.scope.cancel()
    const scope = new CancellationScope()
    const done = scope.run(async () => {
      await before?.done
      return this.#publish({ kind: 'running', status: this.#desk.status() })
    })
    this.#running = { scope, done: done.catch(() => undefined) }
  }

  /** Tells how it ended, also where it is being cancelled. Gives the outcome with what could not be told. */
  async end(outcome: Outcome): Promise<Outcome> {
    const { notify: receivers = [] } = this.#plan.request
    if (!this.#isWanted && receivers.length === 0) return outcome
    this.#running?.scope.cancel()
    await this.#running?.done
    const troubles = await CancellationScope.nonCancellable(() =>
      Promise.all([
        this.#isWanted ? this.#publish({ kind: 'ended', outcome }) : [],
        ...receivers.map((receiver) => this.#notify(outcome, receiver)),
      ]),
    )
    return { ...outcome, lines: [...outcome.lines, ...troubles.flat()] }
  }

  get #isWanted(): boolean {
    return this.#plan.request.publication !== undefined
  }

  /** A forge that cannot be told ends no comparison. */
  async #publish(occasion: Occasion): Promise<string[]> {
    this.#sequence += 1
    try {
      return await publish(this.#plan, { occasion, sequence: this.#sequence })
    } catch (error) {
      if (isCancellation(error)) throw error
      return [words.notPublished(describeFailure(error))]
    }
  }

  async #notify(outcome: Outcome, receiver: Notification): Promise<string[]> {
    try {
      return await notify(this.#plan, outcome, receiver)
    } catch (error) {
      return [words.notNotified(receiver.kind, describeFailure(error))]
    }
  }
}
