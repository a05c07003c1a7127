import { Context } from '@temporalio/activity'
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker'
import type { PairProgress } from '../comparison/status.js'

const intervalMs = 2000

/**
 * Runs work under a heartbeat that beats for the whole of it, whatever it waits for. `say` sets what the next
 * heartbeats tell.
 */
export async function withHeartbeat<T>(
  work: (say: (details: PairProgress) => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const context = Context.current()
  let details: PairProgress | undefined
  const beat = () => {
    context.heartbeat(details)
  }
  const timer = setInterval(beat, intervalMs)
  beat()
  try {
    return await work((next) => {
      details = next
      beat()
    }, context.cancellationSignal)
  } finally {
    clearInterval(timer)
  }
}

/**
 * The heartbeat of short work, which has nothing to tell by it: an interceptor around all activities of a
 * queue.
 */
export class PlainHeartbeat implements ActivityInboundCallsInterceptor {
  execute(
    input: ActivityExecuteInput,
    next: Next<ActivityInboundCallsInterceptor, 'execute'>,
  ): Promise<unknown> {
    return withHeartbeat(() => next(input))
  }
}
