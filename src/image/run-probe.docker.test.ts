import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { demoPlan } from '../../test/fixtures/record.js'
import { comparisonLabel } from '../docker/container-identity.js'
import { inspectContainer, killContainer, listOurs } from '../docker/containers.js'
import { ContainerEnded } from '../docker/errors.js'
import { inspectImage } from '../docker/images.js'
import { openDaemonOfTest } from '../docker/daemon-of-test.fixture.js'
import { mayHaveOwnDaemon } from '../docker/own-daemon.fixture.js'
import { openTestEngine, type TestEngine } from '../docker/test-engine.fixture.js'
import { testHost } from '../host/launch-host.fixture.js'
import type { ArmBuild } from './build-arm-image.js'
import { runProbe } from './run-probe.js'

let test: TestEngine

beforeAll(async () => {
  test = await openTestEngine()
})

afterAll(async () => {
  expect(await test.close()).toEqual([])
})

it('does not take a probe that somebody killed for an answer', async () => {
  const imageId = (await inspectImage(test.engine, test.baseTag))?.id ?? ''
  const probe = runProbe(buildOn(test), imageId, { name: 'slow', command: ['sleep', '50'] })
  const refused = expect(probe).rejects.toThrow(ContainerEnded)

  await killContainer(test.engine, await untilRunning(test))

  await refused
  expect(await listOurs(test.engine, test.label)).toEqual([])
})

it('gives the output and exit code of a probe that ends by itself', async () => {
  const imageId = (await inspectImage(test.engine, test.baseTag))?.id ?? ''

  const answer = await runProbe(buildOn(test), imageId, {
    name: 'failing',
    command: ['sh', '-c', 'echo no; exit 3'],
  })

  expect(answer).toEqual({ output: 'no', exitCode: 3 })
})

it.skipIf(!(await mayHaveOwnDaemon()))(
  'does not take the silence of a probe that ended while its daemon was away for an answer',
  async () => {
    const daemon = await openDaemonOfTest({ liveRestore: true })
    await daemon.start()
    const own = await openTestEngine(daemon)
    const imageId = (await inspectImage(own.engine, own.baseTag))?.id ?? ''
    const command = ['sh', '-c', 'trap "echo found; exit 0" USR1; while :; do sleep 0.1; done']
    const probe = runProbe(buildOn(own), imageId, { name: 'slow', command })
    const refused = expect(probe).rejects.toThrow(ContainerEnded)
    const found = await inspectContainer(own.engine, await untilRunning(own))
    const pid = found?.State.Pid ?? 0

    await daemon.end('SIGKILL')
    process.kill(pid, 'SIGUSR1')
    while (existsSync(`/proc/${pid}`)) await delay(50)
    await daemon.start()

    await refused
    expect(await listOurs(own.engine, own.label)).toEqual([])
    expect(await own.close()).toEqual([])
  },
)

function buildOn({ engine, label }: TestEngine): ArmBuild {
  const plan = demoPlan({ comparison: label[comparisonLabel] ?? '' })
  return {
    host: testHost(engine),
    plan,
    arm: 'main',
    mirrors: '',
    stateFolder: '',
    signal: new AbortController().signal,
  }
}

async function untilRunning({ engine, label }: TestEngine): Promise<string> {
  for (;;) {
    const found = (await listOurs(engine, label)).find(({ state }) => state === 'running')
    if (found !== undefined) return found.name
    await delay(50)
  }
}
