import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  ChildWorkflowFailure,
  isCancellation,
  TerminatedFailure,
  TimeoutFailure,
} from '@temporalio/workflow'
import { failureTypes, type FailureType } from '../comparison/failure.js'

/** The failure under the wrappers that Temporal puts around it. */
export function rootFailure(error: unknown): unknown {
  let root = error
  while (
    (root instanceof ActivityFailure || root instanceof ChildWorkflowFailure) &&
    root.cause !== undefined
  ) {
    root = root.cause
  }
  return root
}

/** Whether a failure is, under its wrappers, of one of our types. */
export function isOfType(error: unknown, type: FailureType): boolean {
  const root = rootFailure(error)
  return root instanceof ApplicationFailure && root.type === type
}

/**
 * What a workflow ends with: the failure itself, but a cancel's where it was cancelled. An activity whose worker was gone
 * when the cancel came ends by its timeout, and what a person has stopped must not read as if it had failed.
 */
export function asCancelled(error: unknown): unknown {
  if (isCancellation(error) || !CancellationScope.current().consideredCancelled) return error
  return new CancelledFailure('cancelled')
}

/** Whether a child workflow was ended from outside without a chance to do anything itself. */
export function isTerminatedChild(error: unknown): boolean {
  return error instanceof ChildWorkflowFailure && error.cause instanceof TerminatedFailure
}

/** A failure in a sentence, for the report and the status. */
export function describeFailure(error: unknown): string {
  const root = rootFailure(error)
  if (root instanceof CancelledFailure) return 'cancelled'
  if (root instanceof TerminatedFailure) return 'terminated by a person'
  if (root instanceof TimeoutFailure) {
    return root.timeoutType === 'SCHEDULE_TO_START'
      ? 'no worker of this host took the work: start one there with `prbench worker`'
      : `timed out (${root.timeoutType})`
  }
  return root instanceof Error ? root.message : String(root)
}

/** What ends a stage for good, with a sentence for people. */
export function stageFailed(sentence: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(sentence, failureTypes.stageFailed)
}
