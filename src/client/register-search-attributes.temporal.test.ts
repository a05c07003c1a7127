import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Refused } from './command-error.js'
import { connect, type Server } from './connection.js'
import { findTemporalCli } from './embedded/temporal-cli.js'
import {
  examineSearchAttributes,
  missingSearchAttributes,
  registerSearchAttributes,
} from './register-search-attributes.js'
import { startTemporal, type RunningTemporal } from '../../test/e2e/temporal-server.js'

const all = ['PrbenchRepository', 'PrbenchPullRequest', 'PrbenchStage', 'PrbenchHost', 'PrbenchVerdict']

let folder: string
let temporal: RunningTemporal
let server: Server

/** A server that knows none of our search attributes, as on a machine where nobody used prbench yet. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-temporal-'))
  temporal = await startTemporal({ cli: await findTemporalCli(), folder, attributes: {} })
  const { address } = temporal.where
  server = await connect({ kind: 'local', address, namespace: 'default', connectionOptions: { address } })
})

afterEach(async () => {
  await server[Symbol.asyncDispose]()
  await temporal.stop()
  await rm(folder, { recursive: true, force: true })
})

const operator = () => server.client.connection.operatorService

describe('our search attributes', () => {
  it('are registered on a server of this machine, once', async () => {
    const before = await missingSearchAttributes(server)

    await registerSearchAttributes(server)
    const after = await missingSearchAttributes(server)
    const adding = vi.spyOn(operator(), 'addSearchAttributes')
    await registerSearchAttributes(server)

    expect(before).toEqual(all)
    expect(after).toEqual([])
    expect(adding).not.toHaveBeenCalled()
  })

  it('are looked at by doctor: a comparison elsewhere cannot start without them', async () => {
    const here = await examineSearchAttributes(server)
    const elsewhere = await examineSearchAttributes({ ...server, kind: 'configured' })
    await registerSearchAttributes(server)
    const after = await examineSearchAttributes(server)

    expect(here).toMatchObject({ state: 'note', detail: expect.stringContaining(all.join(', ')) as string })
    expect(elsewhere).toMatchObject({ state: 'missing' })
    expect(after).toMatchObject({ state: 'good' })
  })

  it('are all well where another process registers them at the same moment and the server refuses ours', async () => {
    const add = operator().addSearchAttributes.bind(operator())
    vi.spyOn(operator(), 'addSearchAttributes').mockImplementation(async (request: object) => {
      await add(request)
      throw new Error('search attribute PrbenchHost already exists')
    })

    await registerSearchAttributes(server)

    expect(await missingSearchAttributes(server)).toEqual([])
  })

  it('fail with the server’s reason where they are missing even so', async () => {
    vi.spyOn(operator(), 'addSearchAttributes').mockRejectedValue(new Error('no room for more'))

    const registering = registerSearchAttributes(server)

    await expect(registering).rejects.toThrow('no room for more')
    expect(await missingSearchAttributes(server)).toEqual(all)
  })

  it('are left to its owner on a server that is not ours, with the commands', async () => {
    const registering = registerSearchAttributes({ ...server, kind: 'configured' })

    await expect(registering).rejects.toThrow(Refused)
    await expect(registering).rejects.toThrow(
      `temporal operator search-attribute create --address ${server.address} --namespace default --name PrbenchPullRequest --type Int`,
    )
    expect(await missingSearchAttributes(server)).toEqual(all)
  })
})
