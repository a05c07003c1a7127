import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import type { Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectEngine } from './engine.js'
import { DockerUnavailable } from './errors.js'

let folder: string
let server: Server | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-engine-'))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  const closing = server
  server = undefined
  if (closing !== undefined) await new Promise((resolve) => closing.close(resolve))
  await rm(folder, { recursive: true })
})

describe('connectEngine', () => {
  it.each([
    ['unix:///run/user/1000/docker.sock', 'unix:///run/user/1000/docker.sock'],
    ['', 'unix:///var/run/docker.sock'],
  ])('honours DOCKER_HOST=%j', (host, address) => {
    vi.stubEnv('DOCKER_HOST', host)

    expect(connectEngine().address).toBe(address)
  })

  it('refuses a DOCKER_HOST that is no address', () => {
    vi.stubEnv('DOCKER_HOST', 'tcp://[')

    expect(() => connectEngine()).toThrow(DockerUnavailable)
  })
})

describe('a call', () => {
  it('says how to start an Engine that is not there', async () => {
    const engine = connectEngine({ socketPath: join(folder, 'absent.sock') })

    await expect(engine.check()).rejects.toThrow(/absent\.sock does not answer.*sudo systemctl start docker/)
  })

  it.each([
    ['socket', () => `unix://${join(folder, 'absent.sock')}`],
    ['address', () => 'tcp://127.0.0.1:1'],
  ])('says that DOCKER_HOST names a %s where nothing answers', async (_what, host) => {
    vi.stubEnv('DOCKER_HOST', host())

    const checking = connectEngine().check()

    await expect(checking).rejects.toThrow(/does not answer.*DOCKER_HOST.*unset it/)
    await expect(checking).rejects.not.toThrow(/systemctl/)
  })

  it.each<[string, RequestListener]>([
    ['never answers', () => undefined],
    [
      'answers half',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{')
      },
    ],
  ])('is given up at its deadline when the Engine %s', async (_what, listener) => {
    const engine = await fakeEngine(listener)
    const begin = Date.now()

    const call = engine.call(
      'list containers',
      (abortSignal) => engine.docker.listContainers({ abortSignal }),
      { deadlineMs: 200 },
    )

    await expect(call).rejects.toThrow(/did not list containers within 1 s/)
    // Where nobody gives one, it is half a minute.
    expect(Date.now() - begin).toBeLessThan(20_000)
  })

  it('gives the reason of its signal, unchanged, and drops the connection', async () => {
    let dropped: Promise<unknown> = Promise.reject(new Error('there was no request'))
    dropped.catch(() => undefined)
    const engine = await fakeEngine((request) => {
      dropped = once(request.socket, 'close')
      cancel.abort(reason)
    })
    const cancel = new AbortController()
    const reason = new Error('cancelled by somebody')

    const call = engine.call(
      'list containers',
      (abortSignal) => engine.docker.listContainers({ abortSignal }),
      { signal: cancel.signal },
    )

    await expect(call).rejects.toBe(reason)
    await dropped
  })

  it('makes no request once its signal is aborted', async () => {
    const run = vi.fn(() => Promise.resolve())
    const engine = connectEngine({ socketPath: join(folder, 'absent.sock') })

    const call = engine.call('x', run, { signal: AbortSignal.abort(new Error('over')) })

    await expect(call).rejects.toThrow('over')
    expect(run).not.toHaveBeenCalled()
  })
})

describe('check', () => {
  it('tells what the Engine is', async () => {
    const engine = await fakeEngine((_request, response) => {
      const info = {
        ServerVersion: '27.3.1',
        LiveRestoreEnabled: true,
        DockerRootDir: folder,
        NCPU: 8,
        MemTotal: 1e9,
      }
      response.end(JSON.stringify(info))
    })

    const state = await engine.check()

    expect(state).toMatchObject({
      version: '27.3.1',
      majorVersion: 27,
      liveRestore: true,
      storageRoot: folder,
    })
    expect(state.freeBytes).toBeGreaterThan(0)
  })

  it('does not know the free space of a storage root that is elsewhere', async () => {
    const engine = await fakeEngine((_request, response) => {
      response.end(JSON.stringify({ ServerVersion: '27', DockerRootDir: '/no/such', NCPU: 1, MemTotal: 1 }))
    })

    const state = await engine.check()

    expect(state).toMatchObject({ freeBytes: undefined, liveRestore: false })
  })
})

async function fakeEngine(listener: RequestListener) {
  const socketPath = join(folder, 'docker.sock')
  const listening = createHttpServer(listener)
  await new Promise<void>((resolve) => listening.listen(socketPath, resolve))
  server = listening
  return connectEngine({ socketPath })
}
