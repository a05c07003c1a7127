import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { demoPlan, demoRecord, withLaunches } from '../../test/fixtures/record.js'
import { addDurations, readDurations } from './launch-history.js'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-history-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A run of two pairs whose launches took 60 s each, the first of each stage's main void. */
function record() {
  return withLaunches(demoRecord({ plan: demoPlan(), pairs: 2 }), (launch, { pair }) => ({
    ...launch,
    finishedAt: new Date(Date.parse(launch.startedAt) + 60_000).toISOString(),
    ...(pair === 1 && launch.arm === 'main'
      ? { voidReason: { kind: 'text' as const, text: 'the host was busy' } }
      : {}),
  }))
}

it('is empty at first', async () => {
  const durations = await readDurations(folder)

  expect(durations).toEqual([])
})

it('remembers the launches that count, of each stage, once a run', async () => {
  await addDurations(folder, record())
  await addDurations(folder, record())

  const durations = await readDurations(folder)

  expect(durations).toMatchObject([
    { host: 'mi300x-01', stage: 'grok/offline', launchSeconds: [60, 60, 60] },
    {
      host: 'mi300x-01',
      stage: 'deepseek/offline',
      work: '4 passes: TP=8, BS=32, IL=128, OL=32',
      launchSeconds: [60, 60, 60],
    },
  ])
})

it('reads on after a line that was cut off', async () => {
  await appendFile(join(folder, 'launches.jsonl'), '{"run":"r","host":"h"\n\n')
  await addDurations(folder, record())

  const durations = await readDurations(folder)

  expect(durations).toHaveLength(2)
})
