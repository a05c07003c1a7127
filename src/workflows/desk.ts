import { CancellationScope } from '@temporalio/workflow'
import type { ReopenedStage, StageNeed } from '../comparison/activities.js'
import { arms, type Arm } from '../comparison/arm.js'
import type { Plan } from '../comparison/plan.js'
import type { EndingReason, StageEnding } from '../comparison/ending-reason.js'
import { refuseStageOrder, type StageOrderKind } from '../comparison/stage-orders.js'
import type { ComparisonPhase, ComparisonStatus, ImageState, ImageStatus } from '../comparison/status.js'
import { Bounds } from './bounds.js'
import { HostTurns } from './host-turns.js'
import type { PairTurn, PairWanted } from './messages.js'
import { StageRun } from './stage-run.js'
import { words } from './words.js'

/** What a desk does to the world. */
export interface DeskEffects {
  /** Shows people the status as it is now. */
  show(status: ComparisonStatus): void
  /** Gives a stage that asked for its host's turn the answer. */
  answer(stage: string, turn: PairTurn): void
}

/**
 * A comparison's desk: where its images and stages stand, what is wanted of them, whose turn it is, and what
 * people see of all that. Whoever conducts the comparison tells it what happened; a person's orders change
 * what is wanted.
 */
export class Desk {
  readonly #effects: DeskEffects
  readonly #status: ComparisonStatus
  readonly #bounds = new Bounds()
  readonly #turns = new HostTurns()
  readonly #notes: EndingReason[] = []
  readonly #workflow = CancellationScope.current()
  #stages: StageRun[] = []
  /** From here on no order is taken: the workflow ends. */
  #isClosed = false

  constructor(comparison: string, effects: DeskEffects) {
    this.#effects = effects
    this.#status = { comparison, phase: 'resolving', images: [], stages: [] }
    this.#show()
  }

  status(): ComparisonStatus {
    const { pausedSince } = this.#bounds.clock
    const deadline = this.#bounds.clock.deadline()
    return {
      ...this.#status,
      ...(pausedSince && { pausedSince: pausedSince.toISOString() }),
      ...(deadline && { deadline: deadline.toISOString() }),
    }
  }

  /** Takes a plan. `reopened`: how its stages stand, where another run has begun them. */
  take(plan: Plan, reopened: Readonly<Record<string, ReopenedStage>> = {}): void {
    this.#bounds.take(plan)
    this.#status.runDirectory = plan.runDirectory
    this.#status.images = arms.map((arm): ImageStatus => {
      return { arm, tag: plan.images[arm].tag, state: 'waiting' }
    })
    this.#stages = plan.stages.map((stage) => new StageRun(stage, plan.looks))
    for (const stage of this.#stages) {
      const known = reopened[stage.name]
      if (known === undefined) continue
      stage.resume(known)
      if (known.again === 'anew') this.#noteAnew(stage)
    }
    this.#status.stages = this.#stages.map(({ status }) => status)
    this.#show()
  }

  /** Says where its results lie, also where nothing comes of it. */
  liesIn(runDirectory: string): void {
    this.#status.runDirectory = runDirectory
  }

  enter(phase: ComparisonPhase): void {
    this.#status.phase = phase
    this.#show()
  }

  /** Takes no order from here on. */
  close(phase: 'finished' | 'failed' | 'cancelled', message?: string): void {
    this.#isClosed = true
    if (message !== undefined) this.#status.message = message
    this.enter(phase)
  }

  /** Whether the comparison itself is being cancelled: what is asked of it now would be lost. */
  get isCancelled(): boolean {
    return this.#workflow.consideredCancelled
  }

  endings(): StageEnding[] {
    return this.#stages.flatMap(({ ending }) => ending ?? [])
  }

  notes(): readonly EndingReason[] {
    return this.#notes
  }

  note(note: EndingReason): void {
    this.#notes.push(note)
  }

  /** The bound that the comparison has reached, if it has. */
  get spent(): EndingReason | undefined {
    return this.#bounds.spent
  }

  // Images

  /** `tag`: the name that it got, where that is known. */
  image(arm: Arm, state: ImageState, tag?: string): void {
    const image = this.#status.images.find((entry) => entry.arm === arm)
    if (image === undefined) return
    image.state = state
    image.tag = tag ?? image.tag
    if (state === 'building') image.startedAt = new Date().toISOString()
    else image.finishedAt = new Date().toISOString()
    if (state !== 'failed') delete image.lastError
    this.#show()
  }

  imageTrouble(arm: Arm, trouble: string): void {
    const image = this.#status.images.find((entry) => entry.arm === arm)
    if (image === undefined) return
    image.lastError = trouble
    this.#show()
  }

  /** Waits until a pause is over. `arm`: whose image waits for it. */
  async untilResumed(arm: Arm): Promise<void> {
    const { clock } = this.#bounds
    if (clock.pausedSince === undefined) return
    this.imageTrouble(arm, words.paused)
    await clock.waitFor(() => clock.pausedSince === undefined)
  }

  /** Waits until something has happened. Gives the deadline where that came first. */
  async until(happened: () => boolean): Promise<EndingReason | undefined> {
    const isInTime = await this.#bounds.clock.waitFor(happened)
    return isInTime ? undefined : this.#bounds.deadlineReason()
  }

  // Stages

  /** Whether a stage is to be measured (again). */
  hasDue(): boolean {
    return this.#stages.some(({ isDue }) => isDue)
  }

  due(): StageRun[] {
    return this.#stages.filter(({ isDue }) => isDue)
  }

  beginMeasuring(): void {
    this.#bounds.beginMeasuring()
  }

  begin(stage: StageRun): CancellationScope {
    const scope = stage.begin()
    this.#show()
    return scope
  }

  /** `reason`: what the stage waits for, in words. */
  waits(stage: StageRun, reason: string): void {
    stage.status.waitsFor = reason
    this.#show()
  }

  end(stage: StageRun, ending: StageEnding, pairsValid?: number): void {
    stage.endTurn()
    this.#turns.leave(stage.name)
    stage.end(ending, pairsValid)
    this.#giveTurns()
  }

  stageTrouble(name: string, trouble: string): void {
    const stage = this.#stage(name)
    if (stage === undefined) return
    stage.status.lastError = trouble
    this.#show()
  }

  /** Stops everything at the comparison's deadline. What is measured is judged and reported. */
  reachDeadline(): void {
    const reason = this.#bounds.reachDeadline()
    for (const stage of this.#stages) {
      if (stage.isRunning || stage.isDue) stage.stop('stopped', reason)
    }
    this.#show()
  }

  /** Takes a judgement: all stages that are open, as what others have shown since may unsettle one again. */
  judged(needs: Readonly<Record<string, StageNeed>>): void {
    const mayGoOn = this.#bounds.mayExtend(this.#stages, needs)
    for (const stage of this.#stages) stage.judged(needs[stage.name], mayGoOn)
    this.#show()
  }

  /** A stage wants its host's next turn. */
  wantsPair({ stage: name, pair, attempt, pairsDone, afterPause }: PairWanted): void {
    const stage = this.#stage(name)
    if (stage?.isRunning !== true) return
    // A turn that a pause has cut short costs no launches.
    if (afterPause === true && stage.forgetTurn()) this.#bounds.returnPair()
    stage.endTurn()
    stage.asks(pair, attempt, pairsDone)
    this.#turns.want(name, stage.plan.host)
    this.#giveTurns()
  }

  // Orders: each gives its answer in words; `refusal` is asked before.

  /** Why an order cannot be carried out now, in words. */
  refusal(order: StageOrderKind | 'pause' | 'resume', stage?: unknown): string | undefined {
    const { clock } = this.#bounds
    if (this.isCancelled) return words.isBeingCancelled
    if (this.#isClosed) return words.isEnding
    if (order === 'pause') return clock.pausedSince === undefined ? undefined : words.isPaused
    if (order === 'resume') return clock.pausedSince === undefined ? words.isNotPaused : undefined
    if (order === 'retry' && clock.isSpent()) return words.deadlineIsReached
    return refuseStageOrder(order, this.#status.stages, stage)
  }

  retry(name: string): string {
    return this.#ofStage(name, (stage) => {
      const what = stage.retry()
      if (what === 'anew') this.#noteAnew(stage)
      this.#bounds.renew()
      return words.measuringAgain(name, what)
    })
  }

  stop(name: string, how: 'cancelled' | 'skipped'): string {
    return this.#ofStage(name, (stage) => {
      const hasEnded = stage.stop(how, { kind: 'stopped-by-person', how })
      return hasEnded ? words.isStopped(name, how) : words.isBeingStopped(name, how)
    })
  }

  pause(): string {
    this.#bounds.clock.pause()
    this.#giveTurns()
    return words.pausing
  }

  resume(): string {
    this.#bounds.clock.resume()
    this.#giveTurns()
    return words.resumed
  }

  #ofStage(name: string, carryOut: (stage: StageRun) => string): string {
    const stage = this.#stage(name)
    if (stage === undefined) return words.noStage(name)
    const answer = carryOut(stage)
    this.#show()
    return answer
  }

  /** A reader of the report must know that somebody wanted other numbers. */
  #noteAnew({ name, status: { generation } }: StageRun): void {
    this.note({ kind: 'measured-anew', stage: name, generation })
  }

  /** Gives the free hosts to the stages that wait for them, unless a person has paused the comparison. */
  #giveTurns(): void {
    const isPaused = this.#bounds.clock.pausedSince !== undefined
    for (const name of isPaused ? [] : this.#turns.grant()) {
      const bound = this.#bounds.takePair()
      if (bound === undefined) this.#stage(name)?.beginTurn()
      this.#effects.answer(name, bound === undefined ? {} : { stop: bound })
    }
    for (const { plan, status } of this.#stages) {
      delete status.waitsFor
      if (!this.#turns.isWaiting(plan.name)) continue
      const holder = this.#turns.holder(plan.host)
      status.waitsFor = isPaused ? words.paused : words.turn(plan.host, holder)
    }
    this.#show()
  }

  #stage(name: string): StageRun | undefined {
    return this.#stages.find((stage) => stage.name === name)
  }

  #show(): void {
    this.#effects.show(this.status())
  }
}
