import type { StageNeed } from '../comparison/activities.js'
import { launchesAllowed } from '../comparison/limits.js'
import type { Plan } from '../comparison/plan.js'
import type { EndingReason } from '../comparison/ending-reason.js'
import type { StageRun } from './stage-run.js'
import { WorkClock } from './work-clock.js'

/** What a comparison may use: time, measuring time and launches. A pause uses none of them. */
export class Bounds {
  readonly clock = new WorkClock()
  #launches = 0
  #launchLimit = Infinity
  #launchesOfStage = 0
  #deadlineSeconds = 0
  #budgetSeconds: number | undefined
  #budgetFromMs = 0
  #spent: EndingReason | undefined

  /** The first bound that was reached; `undefined` while there is none. */
  get spent(): EndingReason | undefined {
    return this.#spent
  }

  take(plan: Plan): void {
    this.#launchLimit = plan.launchLimit
    this.#launchesOfStage = launchesAllowed(plan.looks)
    this.#deadlineSeconds = plan.deadlineSeconds
    this.#budgetSeconds = plan.request.budgetSeconds
    this.clock.limit(plan.deadlineSeconds)
  }

  /** The budget is one of measuring time: it counts from now on. */
  beginMeasuring(): void {
    this.#budgetFromMs = this.clock.workedMs()
  }

  /**
   * A person who asks for a stage again gets as many launches more as a stage may take, and as much time
   * again.
   */
  renew(): void {
    this.#launchLimit += this.#launchesOfStage
    this.beginMeasuring()
    this.#spent = undefined
  }

  /** Takes the launches of a pair. Gives the bound that forbids it, if one does. */
  takePair(): EndingReason | undefined {
    const bound = this.#launchBound() ?? this.#budgetBound()
    if (bound === undefined) this.#launches += 2
    this.#spent ??= bound
    return bound
  }

  /** Gives the launches of a pair back. */
  returnPair(): void {
    this.#launches -= 2
  }

  reachDeadline(): EndingReason {
    this.#spent = this.deadlineReason()
    return this.#spent
  }

  deadlineReason(): EndingReason {
    return { kind: 'deadline-reached', deadline: this.#deadlineSeconds }
  }

  /**
   * Whether one more pair of each stage that wants one fits the budget, hosts side by side, by what pairs
   * took so far.
   */
  mayExtend(stages: readonly StageRun[], needs: Readonly<Record<string, StageNeed>>): boolean {
    if (this.#spent !== undefined) return false
    const budget = this.#budgetSeconds
    const wanting = stages.filter((stage) => stage.wantsMore(needs[stage.name]))
    if (budget === undefined || wanting.length === 0) return true
    if (this.#measuredSeconds() + roundSeconds(wanting) <= budget) return true
    this.#spent = this.#budgetReason(
      budget,
      wanting.map(({ name }) => name),
    )
    return false
  }

  #launchBound(): EndingReason | undefined {
    if (this.#launches + 2 <= this.#launchLimit) return undefined
    return { kind: 'launches-spent', launches: this.#launchLimit }
  }

  #budgetBound(): EndingReason | undefined {
    const budget = this.#budgetSeconds
    if (budget === undefined || this.#measuredSeconds() < budget) return undefined
    return this.#budgetReason(budget, [])
  }

  #budgetReason(budget: number, stages: string[]): EndingReason {
    return { kind: 'budget-spent', budget, measured: this.#measuredSeconds(), stages }
  }

  #measuredSeconds(): number {
    return (this.clock.workedMs() - this.#budgetFromMs) / 1000
  }
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
