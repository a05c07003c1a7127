import type { StageState, StageStatus } from './status.js'

/** What a person may ask of one stage. */
export type StageOrderKind = 'retry' | 'skip' | 'cancel'

/**
 * Why a person's order to a stage cannot be carried out, in a sentence that says what can; `undefined` where
 * it can.
 *
 * - `retry`: of a stage that has ended. One that failed, was cancelled or skipped gets the pairs that are
 * missing; a
 *   measured one gets all its pairs anew, and each takes the place of the earlier one.
 * - `skip`, `cancel`: of a stage that waits or runs.
 */
export function refuseStageOrder(
  kind: StageOrderKind,
  stages: readonly StageStatus[],
  name: unknown,
): string | undefined {
  if (stages.length === 0) return 'the stages are not planned yet. Try again in a moment'
  const stage = stages.find((known) => known.name === name)
  if (stage === undefined) {
    const known = stages.map((entry) => `${entry.name} (${entry.stopping ?? entry.state})`).join(', ')
    return `there is no stage ${JSON.stringify(name)}; choose from ${known}`
  }
  if (stage.stopping !== undefined) {
    return `${stage.name} is already being ${stage.stopping}. Wait until prbench status shows that it is`
  }
  if (kind !== 'retry') {
    return isOpen(stage.state)
      ? undefined
      : `${stage.name} ${words[stage.state]} already. To measure it again, use prbench retry`
  }
  if (!isOpen(stage.state)) return undefined
  const verb = stage.state === 'running' ? 'is being measured' : 'is queued'
  return `${stage.name} ${verb}. Wait until it ends, or cancel it first`
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
