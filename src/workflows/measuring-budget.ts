import { patched } from '@temporalio/workflow'
import type { StageNeed } from '../comparison/activities.js'
import type { StageRun } from './stage-run.js'
import type { WorkClock } from './work-clock.js'

/** The measuring time that a request allows, pauses left out. Without one there is always enough. */
export class MeasuringBudget {
  #seconds: number | undefined
  #startedMs = 0

  constructor(private readonly clock: WorkClock) {}

  /** Counts from now on. */
  begin(seconds: number | undefined): void {
    this.#seconds = seconds
    this.#startedMs = this.clock.workedMs()
  }

  /** Counts anew, for a person who asks for more. */
  renew(): void {
    if (this.#seconds !== undefined && bindsEachPair()) this.begin(this.#seconds)
  }

  /** Why no further pair may be begun, as a sentence for the report; `undefined` while one may. */
  refusal(): string | undefined {
    if (this.#seconds === undefined || this.#usedSeconds() < this.#seconds || !bindsEachPair())
      return undefined
    return `${this.#used(this.#seconds)} so no further pair was begun: prbench retry measures what is missing, with as much time again.`
  }

  /**
   * Why the stages that want more pairs get none: one more of each would not fit. `undefined` where it would. Takes what
   * their pairs took so far, hosts side by side.
   */
  refusalOfMore(stages: readonly StageRun[], needs: Readonly<Record<string, StageNeed>>): string | undefined {
    const seconds = this.#seconds
    if (seconds === undefined) return undefined
    if (!bindsEachPair()) return this.#isSpentAtPaceOfAll(seconds, stages) ? this.#used(seconds) : undefined
    const wanting = stages.filter(({ isOpen, plan }) => isOpen && (needs[plan.name]?.morePairs ?? 0) > 0)
    if (wanting.length === 0 || this.#usedSeconds() + roundSeconds(wanting) <= seconds) return undefined
    const names = wanting.map(({ plan }) => plan.name).join(', ')
    return `${this.#used(seconds)} so ${names} got no further pair: what is not settled would need a larger --budget.`
  }

  /** As comparisons were bounded that began before each pair was asked for. */
  #isSpentAtPaceOfAll(seconds: number, stages: readonly StageRun[]): boolean {
    const rounds = Math.max(1, ...stages.map(({ tried }) => tried))
    return this.#usedSeconds() + this.#usedSeconds() / rounds > seconds
  }

  #usedSeconds(): number {
    return (this.clock.workedMs() - this.#startedMs) / 1000
  }

  #used(seconds: number): string {
    return `The budget of ${seconds} s is used up (${this.#usedSeconds().toFixed(0)} s were measured),`
  }
}

/** The ending of a stage that was refused a pair before its first look. */
export const budgetSpentReason = 'the budget of the comparison is used up'

function bindsEachPair(): boolean {
  return patched('budget-binds-each-pair')
}

/** How long one more pair of each of the stages takes. */
function roundSeconds(stages: readonly StageRun[]): number {
  const byHost = new Map<string, number>()
  for (const { plan, status } of stages) {
    const seconds = status.measuredPairSeconds ?? status.expectedPairSeconds
    byHost.set(plan.host, (byHost.get(plan.host) ?? 0) + seconds)
  }
  return Math.max(0, ...byHost.values())
}
