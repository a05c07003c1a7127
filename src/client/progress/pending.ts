import { WorkflowNotFoundError } from '@temporalio/common'
import type { WorkflowExecutionDescription } from '@temporalio/client'
import { z } from 'zod'
import { arms } from '../../comparison/arm.js'
import type { ComparisonStatus, PairProgress } from '../../comparison/status.js'
import type { Server } from '../connection.js'
import { decode } from '../started-with.js'
import type { ComparisonView } from './view.js'

const progressSchema = z.object({
  arm: z.enum(arms),
  position: z.union([z.literal(1), z.literal(2)]),
  process: z.number(),
  case: z.string().exactOptional(),
  casesDone: z.number(),
  cases: z.number(),
  container: z.string().exactOptional(),
})

/**
 * What only the running activities know, by their last heartbeats and failures: a workflow sees neither.
 * A child that is not there, or not yet, tells nothing.
 */
export async function pendingWork(
  server: Server,
  status: ComparisonStatus,
): Promise<Pick<ComparisonView, 'pairs' | 'troubles'>> {
  const children = [
    ...status.images
      .filter(({ state }) => state === 'building')
      .map(({ arm }) => ({ name: arm, id: `${status.comparison}/build/${arm}` })),
    ...status.stages
      .filter(({ state }) => state === 'running')
      .map(({ name }) => ({ name, id: `${status.comparison}/bench/${name}` })),
  ]
  const described = await Promise.all(
    children.map(async ({ name, id }) => ({ name, ...(await describe(server, id)) })),
  )
  const pairs: Record<string, PairProgress> = {}
  const troubles: Record<string, string> = {}
  for (const { name, progress, trouble } of described) {
    if (progress) pairs[name] = progress
    if (trouble !== undefined) troubles[name] = trouble
  }
  return { pairs, troubles }
}

async function describe(server: Server, id: string): Promise<{ progress?: PairProgress; trouble?: string }> {
  try {
    const { raw } = await server.ask('describe a stage', () =>
      server.client.workflow.getHandle(id).describe(),
    )
    const [activity] = raw.pendingActivities ?? []
    if (!activity) return {}
    const trouble = troubleOf(activity)
    if (trouble !== undefined) return { trouble }
    const progress = progressSchema.safeParse(decode(activity.heartbeatDetails?.payloads?.[0])).data
    return progress ? { progress } : {}
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return {}
    throw error
  }
}

type PendingActivity = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number]

/** temporal.api.enums.v1.PendingActivityState */
const states = { scheduled: 1, paused: 4 } as const

/** Why an activity does not run: it was paused, its last attempt failed, or nobody took it up yet. */
export function troubleOf(activity: PendingActivity): string | undefined {
  const state = Number(activity.state)
  const name = activity.activityType?.name ?? 'an activity'
  if (state === states.paused) return `${name} was paused by a person`
  if (state !== states.scheduled) return undefined
  return activity.lastFailure?.message ?? `${name} waits for its host`
}
