import { CancellationScope } from '@temporalio/workflow'
import type { ReopenedStage, StageNeed } from '../comparison/activities.js'
import { missingPairs, pairsBetween, type KnownPairs } from '../comparison/pair-state.js'
import type { StagePlan } from '../comparison/plan.js'
import type { EndingReason, StageEnding } from '../comparison/ending-reason.js'
import { expectedPairSeconds } from '../comparison/stage.js'
import type { StageStatus } from '../comparison/status.js'
import { endingWords } from '../report/words/ending-reasons.js'

/** One stage of a comparison: how far it is, what is wanted of it, and what people see of that. */
export class StageRun {
  readonly status: StageStatus
  /** Pairs are wanted up to this one, and tried up to that one. */
  #wanted: number
  #tried = 0
  /** Sound pairs, by the last judgement. */
  #valid = 0
  #isDue = true
  /** Whether further looks may ask more pairs of it. */
  #isOpen = true
  /** A person wants it again: what is missing of it, or all of it anew. */
  #again: 'missing' | 'anew' | undefined
  /** Stops its child workflow, while there is one. */
  #scope: CancellationScope | undefined
  /** How it ends if it is stopped, and why. */
  #stopAs: Pick<StageEnding, 'state' | 'reason'> | undefined
  #ending: StageEnding | undefined
  #turnStartedAt: number | undefined
  readonly #turns = { count: 0, ms: 0 }

  constructor(
    readonly plan: StagePlan,
    looks: readonly number[],
  ) {
    const [firstLook = 1] = looks
    this.#wanted = firstLook
    this.status = {
      name: plan.name,
      state: 'waiting',
      host: plan.host,
      cases: plan.cases.length,
      pairsDone: 0,
      pairsPlanned: firstLook,
      pairsAtMost: looks.at(-1) ?? firstLook,
      generation: 1,
      expectedPairSeconds: expectedPairSeconds(plan),
    }
  }

  get name(): string {
    return this.plan.name
  }

  /** Whether it is to be measured as soon as possible. */
  get isDue(): boolean {
    return this.#isDue
  }

  /** Whether its child workflow is there. */
  get isRunning(): boolean {
    return this.#scope !== undefined
  }

  get ending(): StageEnding | undefined {
    return this.#ending
  }

  get wanted(): number {
    return this.#wanted
  }

  get valid(): number {
    return this.#valid
  }

  /** Whether it has been judged once: then it has all that it needs to be judged again. */
  get isPastFirstLook(): boolean {
    return this.#tried > 0
  }

  /** Begins to measure. Gives the scope in which its child workflow runs. */
  begin(): CancellationScope {
    this.#isDue = false
    this.#scope = new CancellationScope()
    this.status.state = 'running'
    this.status.startedAt ??= now()
    this.status.pairsPlanned = this.#wanted
    delete this.status.finishedAt
    return this.#scope
  }

  /**
   * The pairs that are to be measured: after a person's retry by what the run directory has, else those that
   * are new since the last look.
   */
  async pairs(known: () => Promise<KnownPairs>): Promise<number[]> {
    const again = this.#again
    if (again === undefined) return pairsBetween(this.#tried + 1, this.#wanted)
    this.#again = undefined
    if (again === 'anew') {
      this.#valid = 0
      return pairsBetween(1, this.#wanted)
    }
    const found = await known()
    this.#valid = found.complete.length
    return missingPairs(found, this.#wanted)
  }

  /** `pairsDone` is left as it was last heard where nobody knows it. */
  end(ending: StageEnding, pairsDone?: number): void {
    const { status } = this
    this.#ending = { ...ending, ...this.#stopAs }
    this.#tried = this.#wanted
    this.#isOpen = this.#ending.state === 'measured'
    this.#scope = undefined
    this.#stopAs = undefined
    this.#isDue = false
    status.state = this.#ending.state
    status.pairsDone = pairsDone ?? status.pairsDone
    status.finishedAt = now()
    delete status.pair
    delete status.attempt
    delete status.pairStartedAt
    delete status.stopping
    delete status.undecidedAfter
    delete status.waitsFor
    if (this.#ending.reason !== undefined) status.lastError = endingWords(this.#ending.reason)
  }

  /** Takes what a judgement says. A later pair may show that an earlier one was sound after all. */
  judged(need: StageNeed | undefined, mayGoOn: boolean): void {
    this.status.pairsDone = need?.pairsValid ?? this.status.pairsDone
    if (!this.#isOpen) return
    const morePairs = mayGoOn ? (need?.morePairs ?? 0) : 0
    this.#valid = need?.pairsValid ?? this.#valid
    this.#wanted = this.#tried + morePairs
    this.#isDue = morePairs > 0
    if (!this.#isDue) return
    this.status.pairsPlanned = this.#wanted
    this.status.state = 'waiting'
    this.status.undecidedAfter = this.#valid
  }

  /** Whether a judgement's wish for more pairs would be followed. */
  wantsMore(need: StageNeed | undefined): boolean {
    return this.#isOpen && (need?.morePairs ?? 0) > 0
  }

  /** A person wants it again. Gives whether all its pairs are measured anew, or those that are missing. */
  retry(): 'missing' | 'anew' {
    this.#again = this.status.state === 'measured' ? 'anew' : 'missing'
    this.#reopen(this.status.generation + 1)
    return this.#again
  }

  /**
   * Stops it: at once where it only waits, else it ends like that once it is cleaned up. Gives whether it
   * ended.
   */
  stop(state: StageEnding['state'], reason: EndingReason): boolean {
    if (this.#scope === undefined) {
      this.end({ name: this.name, state, reason })
      return true
    }
    this.#stopAs ??= { state, reason }
    if (state === 'cancelled' || state === 'skipped') this.status.stopping = state
    this.#scope.cancel()
    return false
  }

  /** Takes the stage up as another run has left it. */
  resume({ again, ending, pairs, wanted }: ReopenedStage): void {
    this.#wanted = this.#tried = wanted
    this.#valid = pairs.complete.length
    this.status.pairsPlanned = wanted
    this.status.pairsDone = pairs.complete.length
    this.status.generation = Math.max(1, pairs.generation)
    if (again === undefined) {
      this.end(ending)
      // What was settled stays so: only what is retried may want more pairs.
      this.#isOpen = false
      return
    }
    this.#again = again
    this.#reopen(this.status.generation + 1)
  }

  /** It asks for its host's turn, to measure this pair. */
  asks(pair: number, attempt: number, pairsDone: number): void {
    Object.assign(this.status, { pair, attempt, pairsDone })
  }

  beginTurn(): void {
    this.#turnStartedAt = Date.now()
    this.status.pairStartedAt = now()
  }

  /** Ends its turn, and learns how long a pair takes. */
  endTurn(): void {
    if (this.#turnStartedAt === undefined) return
    this.#turns.count += 1
    this.#turns.ms += Date.now() - this.#turnStartedAt
    this.status.measuredPairSeconds = this.#turns.ms / this.#turns.count / 1000
    this.#turnStartedAt = undefined
    delete this.status.pairStartedAt
  }

  /** A turn that a pause has cut short says nothing of how long a pair takes. Gives whether there was one. */
  forgetTurn(): boolean {
    const had = this.#turnStartedAt !== undefined
    this.#turnStartedAt = undefined
    delete this.status.pairStartedAt
    return had
  }

  /** Puts it back to where it waits to be measured, as another generation of itself. */
  #reopen(generation: number): void {
    this.#isDue = true
    this.#isOpen = true
    this.#ending = undefined
    this.status.generation = generation
    this.status.state = 'waiting'
    delete this.status.finishedAt
    delete this.status.lastError
  }
}

/** Workflow time: deterministic in a replay. */
function now(): string {
  return new Date().toISOString()
}
