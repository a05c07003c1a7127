import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { controlQueue } from '../comparison/queue.js'
import { Failed, Refused } from './command-error.js'
import { connect, type Server } from './connection.js'
import { findTemporalCli } from './embedded/temporal-cli.js'
import { giveOrder } from './give-order.js'
import { startTemporal, type RunningTemporal } from '../../test/e2e/temporal-server.js'

let folder: string
let temporal: RunningTemporal
let server: Server

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-temporal-'))
  temporal = await startTemporal({ cli: await findTemporalCli(), folder })
  const { address } = temporal.where
  server = await connect({
    kind: 'configured',
    address,
    namespace: 'default',
    connectionOptions: { address },
  })
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await temporal.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('an order to a comparison', () => {
  it('that no worker takes is given up at its deadline, with what to do', async () => {
    const { workflow } = server.client
    const handle = await workflow.start('comparePullRequest', {
      taskQueue: controlQueue,
      workflowId: `compare/o/r/${randomUUID()}`,
    })
    const run = { id: handle.workflowId, runId: handle.firstExecutionRunId }

    const error = await giveOrder(server, run, 'pause', undefined, 1000).catch((reason: unknown) => reason)
    await handle.terminate()

    expect(error).toBeInstanceOf(Failed)
    expect(String(error)).toMatch(
      /no worker answered within 1 s. Start one with prbench worker or prbench server; it may still carry out the order/,
    )
  })

  it('that the server resets at the deadline, as no worker takes it, reads no other way', async () => {
    const reset = Object.assign(new Error('1 CANCELLED: Call cancelled'), {
      code: 1,
      details: 'Call cancelled',
      metadata: {},
    })
    const handle = server.client.workflow.getHandle('compare/o/r/1')
    vi.spyOn(handle, 'executeUpdate').mockRejectedValue(
      new WorkflowUpdateRPCTimeoutOrCancelledError('Call cancelled', { cause: reset }),
    )
    vi.spyOn(server.client.workflow, 'getHandle').mockReturnValueOnce(handle)

    const error = await giveOrder(server, { id: 'compare/o/r/1', runId: 'run' }, 'pause').catch(
      (reason: unknown) => reason,
    )

    expect(error).toBeInstanceOf(Failed)
    expect(String(error)).toContain('no worker answered within 15 s')
  })

  it('that has ended is refused', async () => {
    const { workflow } = server.client
    const handle = await workflow.start('comparePullRequest', {
      taskQueue: controlQueue,
      workflowId: `compare/o/r/${randomUUID()}`,
    })
    await handle.terminate()
    const run = { id: handle.workflowId, runId: handle.firstExecutionRunId }

    const error = await giveOrder(server, run, 'pause').catch((reason: unknown) => reason)

    expect(error).toBeInstanceOf(Refused)
    expect(String(error)).toContain(`${handle.workflowId} has already ended`)
  })
})
