import {
  ApplicationFailure,
  ApplicationFailureCategory,
  CancelledFailure,
  TemporalFailure,
} from '@temporalio/common'
import { Context } from '@temporalio/activity'
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker'
import { HostFull } from '../host/make-room.js'
import { ForgeUnavailable } from '../forges/forge-errors.js'
import { ChatUnavailable } from '../publish/notify.js'
import { failureTypes, finalFailureTypes, type FailureType } from '../comparison/failure.js'
import { BuildFailed, DockerError, isInfrastructure } from '../docker/errors.js'
import { GitError, GitFailed } from '../git/errors.js'
import { BuildRefused } from '../image/build-refused.js'
import { ModelMissing } from '../host/model-folder.js'
import { HostUnreliable } from '../host/host-unreliable.js'
import { StageUnmeasurable } from '../engines/engine.js'
import { RecipeFileError } from '../recipes/parse.js'
import { UnknownModelError } from '../recipes/select.js'
import { ResultsError } from '../run/errors.js'
import { HostBusy } from '../host/foreign-benchmark.js'
import { HostRefused } from '../host/check-host.js'
import { RequestRefused } from '../planning/request-refused.js'

/** Lines of a build's log that a failure carries into the Web UI and the report. */
const logTailLines = 40

/** At ten seconds from one to the next, five minutes; more where git itself waits for an answer. */
const mostAttemptsAway = 30

/**
 * The one place where domain errors become ApplicationFailures: an interceptor around every activity. What is
 * not known here passes as it is, which Temporal tries again.
 */
export class FailureTranslation implements ActivityInboundCallsInterceptor {
  async execute(
    input: ActivityExecuteInput,
    next: Next<ActivityInboundCallsInterceptor, 'execute'>,
  ): Promise<unknown> {
    try {
      return await next(input)
    } catch (error) {
      throw asFailure(error, Context.current().info.attempt)
    }
  }
}

/**
 * A domain error as the ApplicationFailure that workflows know it by. `attempt`: which one of its activity it
 * ended.
 */
export function asFailure(error: unknown, attempt = 1): unknown {
  if (error instanceof TemporalFailure || error instanceof CancelledFailure || !(error instanceof Error))
    return error
  const type = failureType(error, attempt)
  if (type === undefined) return error
  return ApplicationFailure.create({
    type,
    message: messageOf(error, attempt),
    nonRetryable: finalFailureTypes.includes(type),
    cause: error,
    ...retryOf(type, error),
  })
}

/** A host that is busy is no failure of anything: it is looked at again. */
function retryOf(type: FailureType, error: Error) {
  if (error instanceof ForgeUnavailable || error instanceof ChatUnavailable)
    return { nextRetryDelay: `${error.retryAfterSeconds ?? 10}s` } as const
  if (type === failureTypes.infrastructure) return { nextRetryDelay: '10s' } as const
  if (type !== failureTypes.gpuBusy) return {}
  return { nextRetryDelay: '30s', category: ApplicationFailureCategory.BENIGN } as const
}

/** What a stage cannot be measured for, whoever asks again. */
const stageFailures = [DockerError, ModelMissing, HostUnreliable, StageUnmeasurable]
/** What a request is refused for. */
const refusals = [RequestRefused, HostRefused, UnknownModelError, RecipeFileError, ResultsError, GitError]

function failureType(error: Error, attempt: number): FailureType | undefined {
  if (error instanceof BuildFailed || error instanceof BuildRefused) return failureTypes.buildFailed
  if (error instanceof HostBusy) return failureTypes.gpuBusy
  if (error instanceof ForgeUnavailable || error instanceof ChatUnavailable) {
    return failureTypes.infrastructure
  }
  if (isAway(error) && attempt < mostAttemptsAway) return failureTypes.infrastructure
  if (isInfrastructure(error) || error instanceof HostFull || isOutOfSpace(error)) {
    return failureTypes.infrastructure
  }
  if (stageFailures.some((Failure) => error instanceof Failure)) return failureTypes.stageFailed
  if (error instanceof GitFailed) return undefined
  return refusals.some((Refusal) => error instanceof Refusal) ? failureTypes.invalidInput : undefined
}

/** A repository whose server or network is away, and may be back later. */
function isAway(error: Error): boolean {
  return error instanceof GitError && error.retryable
}

/** A file system that is full, also below an error that says more. */
function isOutOfSpace(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return (
    ('code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) || isOutOfSpace(error.cause)
  )
}

function messageOf(error: Error, attempt: number): string {
  if (isAway(error)) {
    return attempt < mostAttemptsAway
      ? `${error.message} prbench tries again`
      : `${error.message} Tried ${attempt} times`
  }
  if (isOutOfSpace(error)) {
    return `disk full: ${error.message}. Nothing is half written. Free some space; prbench tries again`
  }
  if (!(error instanceof BuildFailed)) return error.message
  return [error.message, ...error.logTail.slice(-logTailLines)].join('\n')
}
