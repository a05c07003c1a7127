import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runFiles } from '../results/layout.js'
import { namesIn } from './image-uses.js'
import type { FoundFolder } from './removal.js'

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
