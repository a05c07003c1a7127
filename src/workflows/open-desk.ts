import { getExternalWorkflowHandle, log, setCurrentDetails, workflowInfo } from '@temporalio/workflow'
import { Desk } from './desk.js'
import { describeFailure } from './failures.js'
import { pairTurnSignal, type PairTurn } from './messages.js'
import { answerMessages } from './orders.js'
import { statusMarkdown } from './status-markdown.js'

/** The desk of this workflow: it answers messages from now on, and the Web UI shows its status. */
export function openDesk(): Desk {
  const { workflowId } = workflowInfo()
  const desk = new Desk(workflowId, {
    show: (status) => {
      setCurrentDetails(statusMarkdown(status, new Date()))
    },
    answer: (stage, turn) => void answerStage(`${workflowId}/bench/${stage}`, turn),
  })
  answerMessages(desk)
  return desk
}

async function answerStage(workflowId: string, turn: PairTurn): Promise<void> {
  try {
    await getExternalWorkflowHandle(workflowId).signal(pairTurnSignal, turn)
  } catch (error) {
    // It is closed already: whoever waits for its end gives its turn to the next.
    log.warn('could not give a stage its turn', { workflowId, reason: describeFailure(error) })
  }
}
