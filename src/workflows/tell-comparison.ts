import { getExternalWorkflowHandle, log, workflowInfo, type SignalDefinition } from '@temporalio/workflow'
import { describeFailure } from './failures.js'

/**
 * A child's word to the comparison that has started it, of what a person is to see there. Does nothing where
 * it was started by itself, and costs nothing but a line in the log where the comparison has ended meanwhile.
 */
export async function tellComparison<Word>(signal: SignalDefinition<[Word]>, word: Word): Promise<void> {
  const { parent } = workflowInfo()
  if (parent === undefined) return
  try {
    await getExternalWorkflowHandle(parent.workflowId, parent.runId).signal(signal, word)
  } catch (error) {
    log.warn('could not tell the comparison of a trouble', { word, reason: describeFailure(error) })
  }
}
