import { CancellationScope, isCancellation, setCurrentDetails, setHandler } from '@temporalio/workflow'
import type { StageEnding } from '../comparison/activities.js'
import { arms, type Arm } from '../comparison/arm.js'
import { launchesAllowed } from '../comparison/limits.js'
import type { Plan } from '../comparison/plan.js'
import { expectedPairSeconds } from '../comparison/stage.js'
import type { ComparisonPhase, ComparisonStatus, ImageState, ImageStatus } from '../comparison/status.js'
import { takeOrders } from './take-orders.js'
import { HostTurns } from './host-turns.js'
import { hearStages } from './hear-stages.js'
import { statusQuery } from './messages.js'
import { MeasuringBudget } from './measuring-budget.js'
import { newStageRun, type StageRun } from './stage-run.js'
import { statusMarkdown } from './status-markdown.js'
import { WorkClock } from './work-clock.js'

/**
 * A comparison's desk: where its stages stand, what a person sees of them, and where a person's orders come in. It
 * answers the query `status`, gives the stages their turns, and shows the same tree in the Web UI.
 */
export class Desk {
  readonly clock = new WorkClock()
  readonly budget = new MeasuringBudget(this.clock)
  readonly turns = new HostTurns()
  readonly status: ComparisonStatus
  readonly notes = new Set<string>()
  stages: StageRun[] = []
  launches = 0
  launchLimit = Infinity
  #launchesOfStage = 0
  /** From here on no order is taken: the workflow ends. */
  isClosed = false
  readonly #workflow = CancellationScope.current()
  /** Why no further pair is begun, once a bound of the comparison is reached. */
  spent: string | undefined

  constructor(comparison: string) {
    this.status = { comparison, phase: 'resolving', images: [], stages: [] }
    setHandler(statusQuery, () => this.#current())
    takeOrders(this)
    hearStages(this)
    this.show()
  }

  /** Whether the comparison itself is being cancelled: what is asked of it now would be lost. */
  get isCancelled(): boolean {
    return this.#workflow.consideredCancelled
  }

  /** Does what comes before the first build. Where that fails or is refused, what is seen of it has ended, too. */
  async prepare<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      this.isClosed = true
      this.enter(isCancellation(error) ? 'cancelled' : 'failed')
      throw error
    }
  }

  planned(plan: Plan): void {
    const firstLook = plan.looks[0] ?? 1
    this.launchLimit = plan.launchLimit
    this.#launchesOfStage = launchesAllowed(plan.looks)
    this.clock.limit(plan.deadlineSeconds)
    this.status.runDirectory = plan.runDirectory
    this.status.images = arms.map((arm): ImageStatus => ({
      arm,
      tag: plan.images[arm].tag,
      state: 'waiting',
    }))
    this.stages = plan.stages.map((stage) =>
      newStageRun(
        stage,
        {
          name: stage.name,
          state: 'waiting',
          host: stage.host,
          cases: stage.cases.length,
          pairsDone: 0,
          pairsPlanned: firstLook,
          generation: 1,
          expectedPairSeconds: expectedPairSeconds(stage),
        },
        firstLook,
      ),
    )
    this.status.stages = this.stages.map(({ status }) => status)
    this.show()
  }

  enter(phase: ComparisonPhase, message?: string): void {
    this.status.phase = phase
    if (message !== undefined) this.status.message = message
    this.show()
  }

  /** `tag`: the name that it got, where that is known. */
  image(arm: Arm, state: ImageState, tag?: string): void {
    const image = this.status.images.find((entry) => entry.arm === arm)
    if (image === undefined) return
    image.state = state
    image.tag = tag ?? image.tag
    if (state === 'building') image.startedAt = now()
    else image.finishedAt = now()
    if (state !== 'failed') delete image.lastError
    this.show()
  }

  imageTrouble(arm: Arm, trouble: string): void {
    const image = this.status.images.find((entry) => entry.arm === arm)
    if (image === undefined) return
    image.lastError = trouble
    this.show()
  }

  stage(name: string): StageRun | undefined {
    return this.stages.find((run) => run.plan.name === name)
  }

  starts(run: StageRun): void {
    run.isDue = false
    run.status.state = 'running'
    run.status.startedAt ??= now()
    run.status.pairsPlanned = run.wanted
    delete run.status.finishedAt
    this.show()
  }

  /** `pairsDone` is left as it was last heard where nobody knows it. */
  ends(run: StageRun, ending: StageEnding, pairsDone?: number): void {
    const { status } = run
    run.ending = ending
    run.tried = run.wanted
    run.isOpen = ending.state === 'measured'
    status.state = ending.state
    status.pairsDone = pairsDone ?? status.pairsDone
    status.finishedAt = now()
    delete status.pair
    delete status.attempt
    delete status.stopping
    delete status.waitsFor
    delete run.stopAs
    delete run.scope
    if (ending.reason !== undefined) status.lastError = ending.reason
    this.show()
  }

  hasDue(): boolean {
    return this.stages.some((run) => run.isDue)
  }

  /** Allows as many launches more as a stage may take, and as much time again. */
  allowLaunches(): void {
    this.launchLimit += this.#launchesOfStage
    this.budget.renew()
    this.spent = undefined
  }

  endings(): StageEnding[] {
    return this.stages.flatMap(({ ending }) => ending ?? [])
  }

  show(): void {
    setCurrentDetails(statusMarkdown(this.#current(), new Date(Date.now())))
  }

  #current(): ComparisonStatus {
    const { pausedSince } = this.clock
    const deadline = this.clock.deadline()
    return {
      ...this.status,
      ...(pausedSince && { pausedSince: pausedSince.toISOString() }),
      ...(deadline && { deadline: deadline.toISOString() }),
    }
  }
}

/** Workflow time: deterministic in a replay. */
function now(): string {
  return new Date().toISOString()
}
