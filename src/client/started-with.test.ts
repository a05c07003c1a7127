import { defaultPayloadConverter } from '@temporalio/common'
import { expect, it } from 'vitest'
import { demoPlan } from '../../test/fixtures/record.js'
import type { Server } from './connection.js'
import { startedWith } from './started-with.js'

const payloads = (value: unknown) => ({ payloads: [defaultPayloadConverter.toPayload(value)] })

/** A server on which a workflow was started with an input, and whose first activity gave a result. */
function serverWith(input: unknown, activity: string, result: unknown): Server {
  const id = { equals: (other: unknown) => other === id }
  const events = [
    { workflowExecutionStartedEventAttributes: { input: payloads(input) } },
    { eventId: id, activityTaskScheduledEventAttributes: { activityType: { name: activity } } },
    { activityTaskCompletedEventAttributes: { scheduledEventId: id, result: payloads(result) } },
  ]
  const workflowService = { getWorkflowExecutionHistory: () => Promise.resolve({ history: { events } }) }
  const ask: Server['ask'] = (_what, call) => call()
  return { namespace: 'default', client: { workflowService }, ask } as unknown as Server
}

it('reads the request of a comparison from its input, and its commits from its first activity', async () => {
  const { request, source } = demoPlan()
  const server = serverWith(request, 'resolveSource', source)

  expect(await startedWith(server, 'compare/a/b/7', 'run')).toEqual({ request, source })
})

it('reads the request of a retry from the run directory that it was given', async () => {
  const plan = demoPlan()
  const server = serverWith({ runDirectory: plan.runDirectory }, 'reopenRun', { plan, stages: {} })

  expect(await startedWith(server, 'compare/a/b/7', 'run')).toEqual({
    request: plan.request,
    source: plan.source,
  })
})
