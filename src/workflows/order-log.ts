import { proxySinks, type Sinks } from '@temporalio/workflow'
import type { Desk } from './desk.js'

/** What workflows tell a worker outside their history. */
export interface WorkflowSinks extends Sinks {
  comparisonLog: { append(runDirectory: string, text: string): void }
}

const { comparisonLog } = proxySinks<WorkflowSinks>()

/**
 * Adds a person's order to the comparison's log; nothing before there is a run directory.
 *
 * @param by who gave it; a client that is not prbench's does not say that
 */
export function logOrder(desk: Desk, order: string, by: unknown, answer = ''): void {
  const { runDirectory } = desk.status()
  const who = typeof by === 'string' && by !== '' ? ` from ${by.slice(0, 200)}` : ''
  if (runDirectory !== undefined)
    comparisonLog.append(runDirectory, `order ${order}${who}${answer === '' ? '' : `: ${answer}`}`)
}
