import { TypedSearchAttributes, WorkflowNotFoundError } from '@temporalio/common'
import { describe, expect, it } from 'vitest'
import type { Server } from './connection.js'
import { chooseFor, findComparison, type ListedComparison } from './find-comparison.js'

const comparison = (id: string, runId: string, state: string): ListedComparison => ({
  id,
  runId,
  state,
  startedAt: new Date('2026-01-02T03:04:05Z'),
})

describe('chooseFor', () => {
  it('takes the number of a pull request for the comparison of it, the newest run', () => {
    const runs = [
      comparison('compare/a/b/7', 'new', 'FAILED'),
      comparison('compare/a/b/7', 'old', 'COMPLETED'),
    ]

    expect(chooseFor('7', runs).runId).toBe('new')
  })

  it('prefers the open one of two that are meant', () => {
    const runs = [
      comparison('compare/a/b/7', 'closed', 'COMPLETED'),
      comparison('compare/c/d/7', 'open', 'RUNNING'),
    ]

    expect(chooseFor('7', runs).runId).toBe('open')
  })

  it('does not take 17 for 7', () => {
    expect(() => chooseFor('7', [comparison('compare/a/b/17', 'x', 'RUNNING')])).toThrow(
      'no comparison matches 7: choose from\n  compare/a/b/17  running, started 2026-01-02T03:04:05.000Z',
    )
  })

  it('lists several that are meant', () => {
    const runs = [comparison('compare/a/b/7', 'x', 'RUNNING'), comparison('compare/c/d/7', 'y', 'RUNNING')]

    expect(() => chooseFor('7', runs)).toThrow(/compare\/a\/b\/7.*\n.*compare\/c\/d\/7/)
    expect(chooseFor('d/7', runs).runId).toBe('y')
  })
})

/** A server with these workflows: their ids and types. Its list shows one other comparison. */
function serverWith(types: Readonly<Record<string, string>>): Server {
  const describeWorkflow = (id: string) => {
    const type = types[id]
    if (type === undefined)
      return Promise.reject(new WorkflowNotFoundError('no such workflow', id, undefined))
    return Promise.resolve({ runId: `run of ${id}`, type })
  }
  const listed = {
    workflowId: 'compare/a/b/7',
    runId: 'x',
    status: { name: 'RUNNING' },
    startTime: new Date(0),
    typedSearchAttributes: new TypedSearchAttributes(),
  }
  const workflow = {
    getHandle: (id: string) => ({ describe: () => describeWorkflow(id) }),
    list: () => [listed],
  }
  const ask: Server['ask'] = (_what, call) => call()
  return { address: 'here', client: { workflow }, ask } as unknown as Server
}

describe('findComparison', () => {
  it('takes a whole id, whatever it looks like', async () => {
    const server = serverWith({ 'nightly-7': 'comparePullRequest' })

    expect(await findComparison(server, 'nightly-7')).toEqual({ id: 'nightly-7', runId: 'run of nightly-7' })
  })

  it('does not take a workflow of something else for a comparison', async () => {
    const server = serverWith({ '7': 'sendInvoice' })

    expect(await findComparison(server, '7')).toMatchObject({ id: 'compare/a/b/7', runId: 'x' })
  })

  it('lists what there is where nothing is called so', async () => {
    await expect(findComparison(serverWith({}), 'compare/a/b/8')).rejects.toThrow(
      'no comparison matches compare/a/b/8: choose from\n  compare/a/b/7  running',
    )
  })
})
