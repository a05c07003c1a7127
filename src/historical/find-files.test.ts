import { chmod, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { grokOfflineCsv } from '../../test/fixtures/offline-csv.js'
import { RunDirectoryUnusable } from '../run/errors.js'
import { findHistoricalFiles } from './find-files.js'
import { readHistoricalRun } from './read-run.js'

const csv = 'offline/GROK1/t/t_GROK1_offline.csv'
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'prbench-find-'))
  await mkdir(dirname(join(directory, 'main', csv)), { recursive: true })
})

afterEach(async () => {
  await rm(directory, { recursive: true, force: true })
})

it('finds main where the pull request is a file', async () => {
  await writeFile(join(directory, 'main', csv), grokOfflineCsv)
  await writeFile(join(directory, 'pr'), '')

  const { files, remarks } = await findHistoricalFiles(directory)

  expect(files.map(({ path }) => path)).toEqual([`main/${csv}`])
  expect(remarks).toEqual([])
})

it('follows a link to a file, and leaves out what leads nowhere', async () => {
  await writeFile(join(directory, 'kept.csv'), grokOfflineCsv)
  await symlink(join(directory, 'kept.csv'), join(directory, 'main', csv))
  await symlink(join(directory, 'gone'), join(directory, 'main', 'online'))
  await symlink('gone', join(directory, 'pr'))

  const { files, remarks } = await findHistoricalFiles(directory)

  expect(files.map(({ path }) => path)).toEqual([`main/${csv}`])
  expect(remarks).toEqual([])
})

it('says of a folder that it cannot be read, and finds the others', async () => {
  await writeFile(join(directory, 'main', csv), grokOfflineCsv)
  const refused = join(directory, 'main', 'online')
  await mkdir(refused)
  await chmod(directory, 0o755)
  await chmod(refused, 0o000)
  const user = process.geteuid?.()
  // To root nothing is refused.
  if (user === 0) process.seteuid?.('nobody')

  const { files, remarks } = await findHistoricalFiles(directory).finally(() => {
    if (user === 0) process.seteuid?.(0)
  })

  expect(files.map(({ path }) => path)).toEqual([`main/${csv}`])
  expect(remarks).toEqual([expect.stringMatching(/\/main\/online is left out: it cannot be read \(EACCES/)])
})

it.each(['', 'GROK1', 'GROK1/t'])('follows a link to the folder offline/%s of an arm', async (folder) => {
  await writeFile(join(directory, 'main', csv), grokOfflineCsv)
  const elsewhere = join(directory, 'elsewhere')
  await rename(join(directory, 'main', 'offline', folder), elsewhere)
  await symlink(elsewhere, join(directory, 'main', 'offline', folder))

  const { files, remarks } = await findHistoricalFiles(directory)

  expect(files.map(({ path }) => path)).toEqual([`main/${csv}`])
  expect(remarks).toEqual([])
})

it.each([
  ['absent', 'gone', 'there is no such directory'],
  ['below a file', 'file/below', 'there is no such directory'],
  ['a file', 'file', 'it is a file, not a directory'],
  ['empty', 'main', 'it holds neither results.json nor CSVs'],
])('says of a run directory that it is %s', async (_, path, reason) => {
  await writeFile(join(directory, 'file'), '')

  const reading = readHistoricalRun(join(directory, path))

  await expect(reading).rejects.toThrow(RunDirectoryUnusable)
  await expect(reading).rejects.toThrow(reason)
})
