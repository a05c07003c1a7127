import { afterAll, beforeAll, expect, it } from 'vitest'
import { containerName } from '../docker/container-identity.js'
import { removeContainer } from '../docker/containers.js'
import { runContainer, type ContainerResult } from '../docker/run-container.js'
import { openTestEngine, type TestEngine } from '../docker/test-engine.fixture.js'
import { stopServer, type Server } from './server.js'
import type { ServerSession } from './launch-session.js'

let test: TestEngine

beforeAll(async () => {
  test = await openTestEngine()
})
afterAll(async () => {
  expect(await test.close()).toEqual([])
})

/** A server that prints `ready`, then does what the script says when it gets a SIGINT, and is stopped. */
async function stopped(onInterrupt: string, stopSeconds: number) {
  const identity = test.identity()
  const steps: string[] = []
  let isReady: () => void = () => undefined
  const ready = new Promise<void>((resolve) => {
    isReady = resolve
  })
  let end: ContainerResult | undefined
  const run = async () => {
    end = await runContainer({
      engine: test.engine,
      identity,
      spec: test.spec(['sh', '-c', `trap '${onInterrupt}' INT; echo ready; while :; do sleep 0.05; done`]),
      onLines: (lines) => {
        steps.push(...[...lines].map(({ text }) => text))
        isReady()
      },
    })
    return end
  }
  const ended = run()
  await Promise.race([ready, ended])
  const spool = {
    noteServer: () => {
      steps.push('noted that it is stopped')
      return Promise.resolve()
    },
  }
  const session = {
    launch: { spool, host: { engine: test.engine } },
    program: { stopSeconds },
    signal: undefined,
  }
  const server = { number: 0, container: containerName(identity), ended, hasEnded: () => end !== undefined }
  const { exitCode } = await stopServer(session as unknown as ServerSession, server as Server)
  await removeContainer(test.engine, server.container)
  return { exitCode, steps }
}

it('a server is asked to end by SIGINT, which does not wait for requests, after that was noted', async () => {
  const { exitCode, steps } = await stopped('echo interrupted; exit 0', 30)

  expect(exitCode).toBe(0)
  expect(steps).toEqual(['ready', 'noted that it is stopped', 'interrupted'])
})

it('a server that does not end within its deadline is killed', async () => {
  const { exitCode, steps } = await stopped('echo interrupted', 1)

  expect(exitCode).toBe(137)
  expect(steps).toEqual(['ready', 'noted that it is stopped', 'interrupted'])
})
