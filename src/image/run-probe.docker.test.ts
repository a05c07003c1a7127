import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { demoPlan } from '../../test/fixtures/record.js'
import { comparisonLabel } from '../docker/container-identity.js'
import { killContainer, listOurs } from '../docker/containers.js'
import { ContainerEnded } from '../docker/errors.js'
import { inspectImage } from '../docker/images.js'
import { openTestEngine, type TestEngine } from '../docker/test-engine.fixture.js'
import type { LaunchHost } from '../launch/launch-host.js'
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

  await killContainer(test.engine, await untilRunning())

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

function buildOn({ engine, label }: TestEngine): ArmBuild {
  const host: LaunchHost = {
    name: 'test-host',
    engine,
    gpu: undefined,
    spool: '',
    primed: '',
    logs: '',
    memoryBytes: 1e9,
  }
  const plan = demoPlan({ comparison: label[comparisonLabel] ?? '' })
  return { host, plan, arm: 'main', mirrors: '', signal: new AbortController().signal }
}

async function untilRunning(): Promise<string> {
  for (;;) {
    const found = (await listOurs(test.engine, test.label)).find(({ state }) => state === 'running')
    if (found !== undefined) return found.name
    await delay(50)
  }
}
