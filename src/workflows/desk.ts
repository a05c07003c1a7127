import { setCurrentDetails, setHandler } from '@temporalio/workflow'
import type { StageEnding } from '../comparison/activities.js'
import type { Arm } from '../comparison/arm.js'
import { arms } from '../comparison/arm.js'
import { expectedPairSeconds } from '../comparison/stage.js'
import type { Plan } from '../comparison/plan.js'
import type {
  ComparisonPhase,
  ComparisonStatus,
  ImageState,
  ImageStatus,
  StageStatus,
} from '../comparison/status.js'
import { stageProgressSignal, statusQuery } from './messages.js'
import { statusMarkdown } from './status-markdown.js'

/**
 * A comparison's desk: what a person sees of it. It answers the query `status`, hears where the stages are,
 * and shows the same tree in the Web UI.
 */
export interface Desk {
  enter(phase: ComparisonPhase, message?: string): void
  planned(plan: Plan): void
  image(arm: Arm, state: ImageState): void
  stageWaits(name: string, pairsPlanned: number): void
  stageStarts(name: string): void
  /** `pairsDone` is left as it was last heard where nobody knows it. */
  stageEnds(ending: StageEnding, pairsDone?: number): void
}

export function openDesk(comparison: string): Desk {
  const status: ComparisonStatus = { comparison, phase: 'resolving', images: [], stages: [] }
  const show = () => {
    setCurrentDetails(statusMarkdown(status))
  }
  const stageOf = (name: string) => status.stages.find((stage) => stage.name === name)

  setHandler(statusQuery, () => status)
  setHandler(stageProgressSignal, ({ stage: name, pair, attempt, pairsDone }) => {
    const stage = stageOf(name)
    if (stage?.state !== 'running') return
    Object.assign(stage, { pair, attempt, pairsDone })
    show()
  })
  show()

  return {
    enter(phase, message) {
      status.phase = phase
      if (message !== undefined) status.message = message
      show()
    },
    planned(plan) {
      status.runDirectory = plan.runDirectory
      status.images = arms.map((arm): ImageStatus => ({ arm, tag: plan.images[arm].tag, state: 'waiting' }))
      status.stages = plan.stages.map((stage): StageStatus => ({
        name: stage.name,
        state: 'waiting',
        host: stage.host,
        cases: stage.cases.length,
        pairsDone: 0,
        pairsPlanned: plan.looks[0] ?? 0,
        expectedPairSeconds: expectedPairSeconds(stage),
      }))
      show()
    },
    image(arm, state) {
      const image = status.images.find((entry) => entry.arm === arm)
      if (image === undefined) return
      image.state = state
      if (state === 'building') image.startedAt = now()
      else image.finishedAt = now()
      show()
    },
    stageWaits(name, pairsPlanned) {
      const stage = stageOf(name)
      if (stage === undefined) return
      stage.pairsPlanned = pairsPlanned
      show()
    },
    stageStarts(name) {
      const stage = stageOf(name)
      if (stage === undefined) return
      stage.state = 'running'
      stage.startedAt ??= now()
      delete stage.finishedAt
      show()
    },
    stageEnds(ending, pairsDone) {
      const stage = stageOf(ending.name)
      if (stage === undefined) return
      stage.state = ending.state
      stage.pairsDone = pairsDone ?? stage.pairsDone
      stage.finishedAt = now()
      delete stage.pair
      delete stage.attempt
      if (ending.reason !== undefined) stage.lastError = ending.reason
      show()
    },
  }
}

/** Workflow time: deterministic in a replay. */
function now(): string {
  return new Date().toISOString()
}
