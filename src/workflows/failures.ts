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
import type { FailureType } from '../comparison/failure.js'
import { endingReasonSchema, type EndingReason } from '../comparison/ending-reason.js'
import { endingWords } from '../report/words/ending-reasons.js'

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
 * What a workflow ends with: the failure itself, but a cancel's where it was cancelled. An activity whose
 * worker was gone when the cancel came ends by its timeout, and what a person has stopped must not read as if
 * it had failed.
 */
export function asCancelled(error: unknown): unknown {
  if (isCancellation(error) || !CancellationScope.current().consideredCancelled) return error
  return new CancelledFailure('cancelled')
}

/** Whether a child workflow was ended from outside without a chance to do anything itself. */
export function isTerminatedChild(error: unknown): boolean {
  return error instanceof ChildWorkflowFailure && error.cause instanceof TerminatedFailure
}

/** Why something failed. Our own failures carry it as their details; of others there is the message. */
export function failureReason(error: unknown): EndingReason {
  const root = rootFailure(error)
  if (root instanceof CancelledFailure) return { kind: 'stopped-by-person', how: 'cancelled' }
  if (root instanceof TerminatedFailure) return { kind: 'stopped-by-person', how: 'terminated' }
  if (root instanceof TimeoutFailure) {
    const { timeoutType: timeout } = root
    return timeout === 'SCHEDULE_TO_START'
      ? { kind: 'no-worker' }
      : { kind: 'timed-out', timeout: `${timeout}` }
  }
  const carried =
    root instanceof ApplicationFailure ? endingReasonSchema.safeParse(root.details?.[0]) : undefined
  if (carried?.success === true) return carried.data
  return { kind: 'text', text: root instanceof Error ? root.message : String(root) }
}

/** The same in words, for the status. */
export function describeFailure(error: unknown): string {
  return endingWords(failureReason(error))
}

/** What ends a stage, or a build, for good. */
export function finalFailure(reason: EndingReason, type: FailureType): ApplicationFailure {
  return ApplicationFailure.nonRetryable(endingWords(reason), type, reason)
}
