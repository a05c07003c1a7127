import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { connectEngine } from '../../docker/engine.js'
import { removeFromBuildCache } from '../../docker/disk-usage.js'
import { noteName, noteUse, readUses } from './image-uses.js'
import { performRemovals } from './perform-removals.js'
import type { Removal } from './removal.js'

vi.mock('../../docker/disk-usage.js')

let stateFolder: string
beforeEach(async () => {
  stateFolder = await mkdtemp(join(tmpdir(), 'prbench-removals-'))
})
afterEach(() => rm(stateFolder, { recursive: true }))

it('removes the note of a build that failed once its cache is gone, and no sooner', async () => {
  const note = async (run: string, at: string, cache: string): Promise<Removal[]> => {
    const use = { run, comparison: 'compare/x/1', at, build: { from: at, to: at } }
    await noteUse(stateFolder, use)
    const nameless = { names: [], bytes: 0 }
    return [
      { kind: 'build note', id: noteName(use), ...nameless, describes: [cache] },
      { kind: 'build cache', id: cache, ...nameless },
    ]
  }
  const removals = [
    ...(await note('freed', '2026-03-01T00:00:00.000Z', 'goes')),
    ...(await note('held', '2026-03-02T00:00:00.000Z', 'stays')),
  ]
  vi.mocked(removeFromBuildCache).mockImplementation((_engine, id) => Promise.resolve(id === 'goes'))

  const { problems } = await performRemovals({ engine: connectEngine(), stateFolder }, removals)

  expect(problems).toEqual([])
  expect((await readUses(stateFolder)).map(({ run }) => run)).toEqual(['held'])
})
