import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { BuiltImage } from '../../comparison/image.js'
import { readUses } from './image-uses.js'
import { noteBuild } from './note-build.js'

const start = Date.parse('2026-03-01T00:00:00Z')
const run = { run: 'run-1', comparison: 'compare/o/r/7' }
const image: BuiltImage = {
  arm: 'pr',
  host: 'mi300x-1',
  id: `sha256:${'a'.repeat(64)}`,
  tag: 'pull-7',
  baseImageId: '',
  built: true,
  seconds: 1,
  probed: {},
  log: '',
}

let stateFolder: string
beforeEach(async () => {
  stateFolder = await mkdtemp(join(tmpdir(), 'prbench-note-build-'))
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'], now: start })
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(stateFolder, { recursive: true })
})

const after = (seconds: number) => new Date(start + seconds * 1000).toISOString()
/** Waits in real time, in which the build's own does not go on. */
async function untilNoted(to: string): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    const [use] = await readUses(stateFolder)
    if (use?.build?.to === to) return
    await sleep(10)
  }
  throw new Error(`it was never noted that the build goes on until ${to}`)
}

it('notes a build from its beginning and goes on to, so that one that is killed leaves when it was', async () => {
  let finish: (made: BuiltImage) => void = () => undefined
  const building = noteBuild(stateFolder, run, () => new Promise((resolve) => (finish = resolve)))

  await untilNoted(after(10))
  vi.advanceTimersByTime(10_000)
  await untilNoted(after(20))
  const [killed] = await readUses(stateFolder)

  finish(image)
  await building
  expect(killed).toEqual({ ...run, at: after(0), build: { from: after(0), to: after(20) } })
})

it.each([
  ['built it', true, { from: after(0), to: after(5) }],
  ['found it', false, undefined],
])('notes the image of a build that %s, and nothing else', async (_what, built, build) => {
  const made = { ...image, built }

  await noteBuild(stateFolder, run, () => {
    vi.setSystemTime(start + 5000)
    return Promise.resolve(made)
  })

  expect(await readUses(stateFolder)).toEqual([
    { ...run, at: after(5), imageId: image.id, ...(build && { build }) },
  ])
})

it('notes to its end a build that fails', async () => {
  const building = noteBuild(stateFolder, run, () => {
    vi.setSystemTime(start + 5000)
    return Promise.reject(new Error('exit code: 1'))
  })

  await expect(building).rejects.toThrow('exit code: 1')
  expect(await readUses(stateFolder)).toEqual([
    { ...run, at: after(0), build: { from: after(0), to: after(5) } },
  ])
})
