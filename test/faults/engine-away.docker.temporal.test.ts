import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { comparisonLabel } from '../../src/docker/container-identity.js'
import { mayHaveOwnDaemon } from '../../src/docker/own-daemon.fixture.js'
import { pauseContainer } from '../e2e/pause-container.js'
import { until } from '../e2e/waiting.js'
import { collect } from './room/collect.js'
import { startComparison } from './room/comparison.js'
import { leftoversIn } from './room/leftovers.js'
import { packageFile } from './room/package-files.js'
import { openRoom, type Room } from './room/room.js'

const may = await mayHaveOwnDaemon()

const accuracy = `gsm8k: { data: ${packageFile('demo/gsm8k.jsonl')}, repeats: 1, questions: 10, parallel: 4, shots: 1, threshold: 0.5 }`

let room: Room

beforeAll(async () => {
  if (!may) return
  room = await openRoom()
  await room.controlWorker.start()
  await room.gpuWorker.start()
}, 300_000)

afterAll(async () => {
  if (!may) return
  const leftovers = await leftoversIn(room)
  await room.gpuWorker.end('SIGTERM')
  await room.controlWorker.end('SIGTERM')
  expect([...leftovers, ...room.running(), ...(await room.close())]).toEqual([])
}, 120_000)

it.skipIf(!may)(
  'a benchmark that ends while the daemon is away is measured to its end by another process',
  async () => {
    await room.docker.daemon.setLiveRestore(true)
    const comparison = await startComparison(room, 'ends-alone', await recipeLike('slow', ["'0.8'", "'2'"]))
    await until('a case was measured', () =>
      room.caseFiles.files().find(({ path }) => path.includes('/faults_offline/') && path.includes('/case-')),
    )
    const { pid } = await running('offline-')
    const [program] = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ')

    // It waits until the daemon is gone, however slow the machine is.
    process.kill(Number(program), 'SIGSTOP')
    await room.docker.daemon.end('SIGKILL')
    process.kill(Number(program), 'SIGCONT')
    while (existsSync(`/proc/${pid}`)) await delay(50)
    // Long enough to be noticed.
    await delay(1500)
    await room.docker.daemon.start()
    expect(await comparison.end()).toBe(0)

    const { record, report } = await collect(room.client, comparison)
    const launches = record.pairs.flatMap((pair) => pair.launches)
    const [first, second] = launches.find(({ processes }) => processes.length > 1)?.processes ?? []
    expect(first).toMatchObject({ ending: 'lost', exitCode: 0 })
    expect(second).toMatchObject({ ending: 'complete' })
    expect(second?.cases.length).toBeLessThan(first?.cases.length ?? 0)
    expect(launches.flatMap(({ cases }) => cases).map(({ reason }) => reason)).toEqual(Array(10).fill(null))
    expect(report).toContain('**Engine of faults/offline**: the same in both: ')
  },
)

it.skipIf(!may)('an accuracy test that ends with the daemon is made again, on another server', async () => {
  await room.docker.daemon.setLiveRestore(false)
  const comparison = await startComparison(
    room,
    'asked',
    await recipeLike('asked', ['limits:', `${accuracy}\nlimits:`]),
  )
  const { id } = await running('gsm8k-')
  // So that it is in the middle of it, however slow the machine is.
  await pauseContainer(room.docker.daemon.engine.docker.getContainer(id))

  await room.docker.daemon.end('SIGTERM')
  await room.docker.daemon.start()
  expect(await comparison.end()).toBe(0)

  const { record } = await collect(room.client, comparison)
  const launches = record.pairs.flatMap((pair) => pair.launches)
  expect(launches.flatMap(({ accuracy = [] }) => accuracy)).toMatchObject([
    { reason: null },
    { reason: null },
  ])
  const servers = launches.find(({ accuracy }) => accuracy !== undefined)?.processes ?? []
  expect(servers).toMatchObject([{ ending: 'lost' }, { ending: 'complete', cases: [] }])
})

/** The container of a process whose name begins so, as soon as it runs. */
async function running(process: string): Promise<{ id: string; pid: number }> {
  const { docker } = room.docker.daemon.engine
  return until(`${process} ran`, async () => {
    const found = await docker.listContainers({ filters: { label: [comparisonLabel] } })
    const own = found.find(({ Labels: labels }) => labels['prbench.process']?.startsWith(process) === true)
    if (own === undefined) return undefined
    return { id: own.Id, pid: (await docker.getContainer(own.Id).inspect()).State.Pid }
  })
}

/** The recipe of these tests with one part of it replaced. */
async function recipeLike(name: string, [part, other]: readonly [string, string]): Promise<string> {
  const text = await readFile(packageFile('test/faults/faults.yaml'), 'utf8')
  const recipe = join(room.folder, `${name}.yaml`)
  await writeFile(recipe, text.replace('../../demo/model', packageFile('demo/model')).replace(part, other))
  return recipe
}
