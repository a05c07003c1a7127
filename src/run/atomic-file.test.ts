import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isTemporaryName, writeFileAtomically } from './atomic-file.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-atomic-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

describe('writeFileAtomically', () => {
  it('writes text and bytes, and leaves nothing else in the folder', async () => {
    await writeFileAtomically(join(folder, 'a.txt'), 'größer 🟢')
    await writeFileAtomically(join(folder, 'b.bin'), Buffer.from([0, 255]))

    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('größer 🟢')
    expect([...(await readFile(join(folder, 'b.bin')))]).toEqual([0, 255])
    expect((await readdir(folder)).sort()).toEqual(['a.txt', 'b.bin'])
  })

  it('shows a reader the old content or the new one, never a part', async () => {
    const path = join(folder, 'results.json')
    const contents = ['a', 'b', 'c'].map((letter) => letter.repeat(200_000))
    await writeFileAtomically(path, contents[0] ?? '')
    const seen: string[] = []

    const writing = Promise.all(contents.map((content) => writeFileAtomically(path, content)))
    for (let round = 0; round < 20; round += 1) seen.push(await readFile(path, 'utf8'))
    await writing

    expect(contents).toEqual(expect.arrayContaining([...new Set(seen)]))
  })

  it('keeps the old content and no temporary file when it cannot write', async () => {
    const path = join(folder, 'missing', 'results.json')

    await expect(writeFileAtomically(path, 'text')).rejects.toMatchObject({ code: 'ENOENT' })

    expect(await readdir(folder)).toEqual([])
  })

  it('gives the file the permissions that people expect of a report', async () => {
    const path = join(folder, 'report.md')

    await writeFileAtomically(path, 'text')

    expect((await stat(path)).mode & 0o444).toBe(0o444)
  })
})

it.each([
  ['.results.json.0123456789ab.tmp', true],
  ['results.json.0123456789ab.tmp', false],
  ['.results.json.tmp', false],
  ['.results.json.0123456789xy.tmp', false],
  ['.prbench-run', false],
])('tells its temporary files by their names: %s', (name, isOurs) => {
  expect(isTemporaryName(name)).toBe(isOurs)
})
