import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildStamp } from './build-stamp.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'prbench-build-'))
  await mkdir(path.join(folder, 'workflows'))
  await writeFile(path.join(folder, 'a.js'), 'one')
  await writeFile(path.join(folder, 'workflows', 'b.js'), 'two')
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

describe('buildStamp', () => {
  it('is the same after a build that changed nothing', async () => {
    const before = await buildStamp(folder)
    await utimes(path.join(folder, 'a.js'), new Date(0), new Date(0))
    await writeFile(path.join(folder, '.tsbuildinfo'), 'another')
    await writeFile(path.join(folder, 'workflows', 'bundled-workflows.js'), 'the same, named otherwise')

    const after = await buildStamp(folder)

    expect(after).toBe(before)
  })

  it.each<[string, () => Promise<void>]>([
    ['a file has other content', () => writeFile(path.join(folder, 'workflows', 'b.js'), 'owt')],
    ['a file has another name', () => rename(path.join(folder, 'a.js'), path.join(folder, 'c.js'))],
    ['there is one more file', () => writeFile(path.join(folder, 'empty.js'), '')],
  ])('is another one where %s', async (_, change) => {
    const before = await buildStamp(folder)
    await change()

    const after = await buildStamp(folder)

    expect(after).not.toBe(before)
  })
})
