import type { StageState, StageStatus } from './status.js'

/** What a person may ask of one stage. */
export type StageOrderKind = 'retry' | 'skip' | 'cancel'

/**
 * Why a person's order to a stage cannot be carried out, in a sentence that says what can; `undefined` where it can.
 *
 * - `retry`: of a stage that has ended. One that failed, was cancelled or skipped gets the pairs that are missing; a
 *   measured one gets all its pairs anew, and each takes the place of the earlier one.
 * - `skip`, `cancel`: of a stage that waits or runs.
 */
export function refuseStageOrder(
  kind: StageOrderKind,
  stages: readonly StageStatus[],
  name: unknown,
): string | undefined {
  if (stages.length === 0) return 'its stages are not planned yet: ask again in a moment'
  const stage = stages.find((known) => known.name === name)
  if (stage === undefined) {
    const known = stages.map((entry) => `${entry.name} (${entry.stopping ?? entry.state})`).join(', ')
    return `there is no stage ${JSON.stringify(name)}: name one of ${known}`
  }
  if (stage.stopping !== undefined) {
    return `${stage.name} is being ${stage.stopping} already: wait until prbench status shows that it is`
  }
  if (kind !== 'retry') {
    return isOpen(stage.state)
      ? undefined
      : `${stage.name} ${words[stage.state]} already: retryStage measures it again`
  }
  if (!isOpen(stage.state)) return undefined
  const verb = stage.state === 'running' ? 'is being measured' : 'waits to be measured'
  return `${stage.name} ${verb}: wait for its end, or cancel it first with cancelStage`
}

function isOpen(state: StageState): boolean {
  return state === 'waiting' || state === 'running'
}

const words = {
  waiting: 'waits',
  running: 'runs',
  measured: 'was measured',
  failed: 'has failed',
  stopped: 'was stopped',
  cancelled: 'was cancelled',
  skipped: 'was skipped',
} as const
