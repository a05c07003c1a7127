import { mkdtemp, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { demoImage, demoPlan } from '../../test/fixtures/record.js'
import { onlineStagePlan } from '../../test/fixtures/online-record.js'
import type { ServingProgram } from '../engines/sglang/serving-command.js'
import type { Engine } from '../docker/engine.js'
import { LaunchSpool } from '../run/launch-spool.js'
import { StageUnmeasurable } from '../engines/engine.js'
import type { Launch } from './launch.js'
import { testHost } from '../host/launch-host.fixture.js'
import { runLaunch } from './run-launch.js'

let folder: string
let asked: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-online-launch-'))
  asked = []
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

/** Notes what is asked of it, and does nothing. */
const engine = new Proxy({} as Engine, {
  get: (_, name) => {
    asked.push(String(name))
    return undefined
  },
})

/** A launch with main's load generator of these data sets. */
async function launchWith(serving: Partial<ServingProgram>): Promise<Launch> {
  const plan = demoPlan()
  const planned = onlineStagePlan('grok')
  const stage = { ...planned, recipe: { ...planned.recipe, weights: { model: folder } } }
  const main = {
    ...demoImage(plan, 'main'),
    probed: { serving: { module: 'sglang.bench_serving', flags: ['--host'], datasets: [], ...serving } },
  }
  const pair = { run: plan.run, stage, generation: 1, pair: 1, attempt: 1 }
  return {
    host: testHost(engine, { spool: folder, primed: folder, logs: folder }),
    order: {
      comparison: plan.comparison,
      run: plan.run,
      runDirectory: folder,
      stage,
      generation: 1,
      pair: 1,
      attempt: 1,
      first: 'pr',
      images: { main, pr: demoImage(plan, 'pr') },
    },
    stage,
    purpose: 'measuring',
    arm: 'pr',
    position: 1,
    image: demoImage(plan, 'pr'),
    spool: await LaunchSpool.open(folder, pair, 'pr'),
    log: { path: join(folder, 'log'), name: 'log' },
    onProgress: () => undefined,
    signal: new AbortController().signal,
  }
}

it("refuses a load generator that would download its prompts, before the arm's server is started", async () => {
  const launch = await launchWith({ datasets: ['sharegpt', 'random'] })

  await expect(runLaunch(launch)).rejects.toThrow(StageUnmeasurable)

  expect(asked).toEqual([])
})

it('leaves a process as it was decided before, where an attempt takes it over', async () => {
  const launch = await launchWith({ datasets: ['random-ids'] })
  await launch.spool.savePlanned({ process: 0, cases: launch.stage.cases.map(({ name }) => name) })
  const file = join(launch.spool.folder, 'process-0.json')
  const before = new Date('2026-01-01T00:00:00Z')
  await utimes(file, before, before)

  // The Engine of this test does nothing.
  await expect(runLaunch(launch)).rejects.toThrow()

  expect(asked).not.toEqual([])
  expect((await stat(file)).mtime).toEqual(before)
})
