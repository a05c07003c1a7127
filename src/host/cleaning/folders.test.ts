import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findRunDirectories, findUnfinished } from './folders.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-folders-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function write(...names: string[]): Promise<string[]> {
  const paths = names.map((name) => join(folder, name))
  for (const path of paths) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, 'part')
  }
  return paths
}

it('finds what a killed write left in our folders, and nothing of others', async () => {
  const ours = await write(
    'state/.ports.json.0123456789ab.tmp',
    'state/uses/.run-1-0123.json.0123456789ab.tmp',
    'results/pr7/.results.json.ab0123456789.tmp',
    'results/pr7/main/offline/.a.csv.ab0123456789.tmp',
  )
  await write(
    'results/pr7/.prbench-run',
    'results/pr7/results.json',
    'results/pr7/.swap.tmp',
    'results/.notes.0123456789ab.tmp',
    'results/theirs/.notes.0123456789ab.tmp',
    'state/mirrors/.pack.0123456789ab.tmp',
  )
  await symlink('/dev/null', join(folder, 'results/pr7/.link.0123456789ab.tmp'))
  const runs = await findRunDirectories(join(folder, 'results'))

  const found = await findUnfinished(
    join(folder, 'state'),
    runs.map(({ path }) => path),
  )

  expect(found.map(({ path }) => path).sort()).toEqual([...ours].sort())
})
