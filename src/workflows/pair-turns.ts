import type { EndingReason } from '../comparison/ending-reason.js'
import { condition, getExternalWorkflowHandle, setHandler, workflowInfo } from '@temporalio/workflow'
import {
  pairTurnSignal,
  pairWantedSignal,
  stageTroubleSignal,
  type PairTurn,
  type PairWanted,
} from './messages.js'
import { tellComparison } from './tell-comparison.js'

/** A stage's word with its comparison. */
export interface PairTurns {
  /**
   * Waits for the host's next turn, to measure that pair. Gives why there is none any more, or `undefined`.
   */
  take(wanted: Omit<PairWanted, 'stage'>): Promise<EndingReason | undefined>
  tell(trouble: string): Promise<void>
}

/** Opens it. A stage that nobody's comparison has started has every turn for itself. */
export function openPairTurns(stage: string): PairTurns {
  const answers: PairTurn[] = []
  setHandler(pairTurnSignal, (turn) => {
    answers.push(turn)
  })
  const { parent } = workflowInfo()
  if (parent === undefined) {
    return { take: () => Promise.resolve(undefined), tell: () => Promise.resolve() }
  }
  const comparison = getExternalWorkflowHandle(parent.workflowId, parent.runId)
  return {
    take: async (wanted) => {
      await comparison.signal(pairWantedSignal, { stage, ...wanted })
      await condition(() => answers.length > 0)
      return answers.shift()?.stop
    },
    tell: (trouble) => tellComparison(stageTroubleSignal, { stage, trouble }),
  }
}
