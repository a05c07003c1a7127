import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  attemptLabel,
  generationLabel,
  hostLabel,
  pairLabel,
  runLabel,
  stageLabel,
} from '../docker/container-identity.js'
import { removeContainer } from '../docker/containers.js'
import { openTestEngine, type TestEngine } from '../docker/test-engine.fixture.js'
import { amd } from '../gpus/amd/amd.js'
import { none } from '../gpus/none/none.js'
import { GpuStateUnknown } from '../gpus/read-state.js'
import type { GpuState } from '../gpus/vendor.js'
import { testHost } from './launch-host.fixture.js'
import type { HostGpus } from './launch-host.js'
import { refuseHeldGpus } from './held-gpus.js'
import type { PairPlace } from '../comparison/activities.js'

let test: TestEngine
let running: string | undefined

beforeAll(async () => {
  test = await openTestEngine()
})
afterEach(async () => {
  if (running !== undefined) await removeContainer(test.engine, running)
  running = undefined
})
afterAll(async () => {
  expect(await test.close()).toEqual([])
})

const withGpus: HostGpus = { vendor: amd, profile: { environment: {} } }

const host = (gpus = withGpus) => testHost(test.engine, { name: 'mi300x-1', gpus })

const pair = (run: string): PairPlace => ({
  comparison: 'compare/o/r/7',
  run,
  stage: { name: 'grok/offline' },
  generation: 1,
  pair: 1,
  attempt: 1,
})

const gpus = (vramPercent: number): GpuState[] => [{ number: 3, vramPercent }]

/** Gives one answer after the other, the last one again and again, and counts how often it was asked. */
function told(answers: (GpuState[] | Error)[]) {
  let asked = 0
  return {
    asked: () => asked,
    everyMs: 1,
    read: () => {
      const answer = answers[Math.min(asked, answers.length - 1)] ?? []
      asked += 1
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    },
  }
}

describe('refuseHeldGpus', () => {
  it('names the GPU whose memory is held, after some looks', async () => {
    const looks = told([gpus(75)])

    const refused = refuseHeldGpus(host(), pair('run'), looks)

    await expect(refused).rejects.toThrow(
      'the GPUs of host mi300x-1 are not free: GPU 3 has 75 % of its memory in use (limit 5 %)',
    )
    expect(looks.asked()).toBe(4)
  })

  it('waits while the memory of what has just ended is freed', async () => {
    const looks = told([gpus(75), gpus(30), gpus(0.2)])

    await refuseHeldGpus(host(), pair('run'), looks)

    expect(looks.asked()).toBe(3)
  })

  it('counts GPUs that do not tell their state as held', async () => {
    const refused = refuseHeldGpus(
      host(),
      pair('run'),
      told([new GpuStateUnknown(['amd-smi'], ['amd-smi: not found'])]),
    )

    await expect(refused).rejects.toThrow(/^the GPUs of host mi300x-1 are not free: .*amd-smi: not found/)
  })

  it('does not mind memory that a container of the same pair holds', async () => {
    running = `prbench-test-${randomUUID()}`
    const image = await test.engine.docker.getImage(test.baseTag).inspect()
    const container = await test.engine.docker.createContainer({
      name: running,
      Image: image.Id,
      Cmd: ['sleep', '60'],
      Labels: {
        ...test.label,
        [hostLabel]: 'mi300x-1',
        [runLabel]: running,
        [stageLabel]: 'grok/offline',
        [generationLabel]: '1',
        [pairLabel]: '1',
        [attemptLabel]: '1',
      },
    })
    await container.start()

    await refuseHeldGpus(host(), pair(running), told([gpus(75)]))
    const besideIt = refuseHeldGpus(host(), { ...pair(running), pair: 2 }, told([gpus(75)]))

    await expect(besideIt).rejects.toThrow('not free')
  })

  it('asks nothing of a host without GPUs', async () => {
    const looks = told([gpus(75)])

    await refuseHeldGpus(host({ ...withGpus, vendor: none }), pair('run'), looks)

    expect(looks.asked()).toBe(0)
  })
})
