import { WorkflowFailedError } from '@temporalio/client'
import { ApplicationFailure, CancelledFailure, TerminatedFailure, TimeoutFailure } from '@temporalio/common'
import { type FailOn, gatedResult } from '../comparison/gate.js'
import { failureTypes } from '../comparison/failure.js'
import { type Outcome, outcomeSchema } from '../comparison/outcome.js'
import { type ExitCode, exitCodes } from './command-error.js'
import { exitCodeFor } from './exit-code.js'
import type { Server } from './connection.js'
import type { ComparisonRun } from './comparison-run.js'

/** How a comparison ended, as far as its workflow tells. */
export interface Ending {
  kind: 'finished' | 'build-failed' | 'refused' | 'cancelled' | 'failed'
  /** What it found; absent where it never came so far. */
  outcome?: Outcome
  /** Why it did not finish, for people. */
  problem?: string
}

/** How a closed comparison ended. */
export async function endingOf(server: Server, { id, runId }: ComparisonRun): Promise<Ending> {
  const handle = server.client.workflow.getHandle(id, runId)
  try {
    const result: unknown = await server.ask('give the result', () => handle.result(), 30_000)
    return { kind: 'finished', outcome: outcomeSchema.parse(result) }
  } catch (error) {
    if (error instanceof WorkflowFailedError) return endingOfFailure(error.cause)
    throw error
  }
}

/** What a failure of the workflow means. Exported for its test. */
export function endingOfFailure(failure: Error | undefined): Ending {
  const root = rootOf(failure)
  if (failure instanceof CancelledFailure || root instanceof CancelledFailure) return { kind: 'cancelled' }
  if (root instanceof TerminatedFailure) return { kind: 'failed', problem: 'it was terminated by a person' }
  if (root instanceof TimeoutFailure && root.timeoutType === 'SCHEDULE_TO_START') {
    const problem = 'its host has no worker. Start one there with prbench worker'
    return { kind: 'failed', problem }
  }
  if (root instanceof TimeoutFailure) return { kind: 'failed', problem: 'it ran out of time' }
  const problem = root?.message ?? 'unknown reason'
  if (!(root instanceof ApplicationFailure)) return { kind: 'failed', problem }
  if (root.type === failureTypes.invalidInput) return { kind: 'refused', problem }
  if (root.type !== failureTypes.buildFailed) return { kind: 'failed', problem }
  const outcome = outcomeSchema.safeParse(root.details?.[0]).data
  return { kind: 'build-failed', problem, ...(outcome && { outcome }) }
}

const words = {
  finished: 'Finished',
  'build-failed': 'An image was not built',
  refused: 'Refused',
  cancelled: 'Cancelled',
  failed: 'The comparison failed',
} as const

/** How it ended, in one sentence without its full stop. */
export function describeEnding({ kind, problem }: Ending): string {
  return problem === undefined ? words[kind] : `${words[kind]}: ${problem}`
}

/** The exit code of a command that waited for this. A regression goes before an incomplete result. */
export function exitCodeOf({ kind, outcome }: Ending, failOn: FailOn): ExitCode {
  if (kind === 'cancelled') return exitCodes.interrupted
  if (kind === 'refused') return exitCodes.refused
  if (kind === 'failed') return exitCodes.failed
  if (outcome === undefined) return exitCodeFor({ isRegression: false, isComplete: false }, failOn)
  const found = gatedResult(outcome)
  return exitCodeFor({ ...found, isComplete: found.isComplete && kind !== 'build-failed' }, failOn)
}

function rootOf(failure: Error | undefined): Error | undefined {
  let root = failure
  while (root?.cause instanceof Error && !(root instanceof ApplicationFailure)) root = root.cause
  return root
}
