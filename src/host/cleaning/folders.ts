import { lstat, readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isTemporaryName } from '../../run/atomic-file.js'
import { runFiles } from '../../run/layout.js'
import { namesIn } from './image-uses.js'
import type { FoundFile, FoundFolder } from './removal.js'

/** The folders of case files that a host keeps of runs. */
export async function findSpools(stateFolder: string): Promise<FoundFolder[]> {
  const spool = join(stateFolder, 'spool')
  const runs = (await namesIn(spool)).filter((run) => /^[A-Za-z0-9-]{1,64}$/.test(run))
  return Promise.all(runs.map((run) => describeFolder(join(spool, run), run)))
}

/** The run directories in an output folder: those that hold our marker. */
export async function findRunDirectories(outputFolder: string): Promise<FoundFolder[]> {
  const found = await Promise.all(
    (await namesIn(outputFolder)).map(async (name) => {
      const path = join(outputFolder, name)
      const run = (await readFile(join(path, runFiles.marker), 'utf8').catch(() => '')).trim()
      return run === '' ? undefined : describeFolder(path, run)
    }),
  )
  return found.filter((folder) => folder !== undefined)
}

/** Where files of the state folder are written whole or not at all, but for those that go with their run. */
const writtenFolders = ['', 'calibrations', 'primed', 'uses']

/**
 * The files that are being written, or were when their process was killed: in our folders, and by their
 * names.
 */
export async function findUnfinished(
  stateFolder: string,
  runDirectories: readonly string[],
): Promise<FoundFile[]> {
  const inState = writtenFolders.map(async (name) => {
    const folder = join(stateFolder, name)
    return (await namesIn(folder)).map((file) => join(folder, file))
  })
  const inRuns = runDirectories.map(async (folder) => {
    const entries = await readdir(folder, { recursive: true }).catch(() => [])
    return entries.map((entry) => join(folder, entry))
  })
  const paths = (await Promise.all([...inState, ...inRuns])).flat()
  const found = paths.filter((path) => isTemporaryName(basename(path))).map((path) => describeFile(path))
  return (await Promise.all(found)).filter((file) => file !== undefined)
}

/** Nothing where it went meanwhile, or is no plain file. */
async function describeFile(path: string): Promise<FoundFile | undefined> {
  const stats = await lstat(path).catch(() => undefined)
  if (stats?.isFile() !== true) return undefined
  return { path, since: stats.mtime, bytes: stats.blocks * 512 }
}

async function describeFolder(path: string, run: string): Promise<FoundFolder> {
  const entries = await readdir(path, { recursive: true }).catch(() => [])
  const sizes = await Promise.all(entries.map((entry) => diskBytes(join(path, entry))))
  return {
    path,
    run,
    since: await lstat(path).then(
      ({ mtime }) => mtime,
      () => new Date(),
    ),
    bytes: sizes.reduce((sum, bytes) => sum + bytes, 0),
  }
}

/** What a file takes on the disk; nothing where it went meanwhile. */
async function diskBytes(path: string): Promise<number> {
  return lstat(path).then(
    ({ blocks }) => blocks * 512,
    () => 0,
  )
}
