import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ResultsError } from './errors.js'
import { ifThere } from './json-file.js'
import { runFiles } from './layout.js'
import type { RunRecord } from './record.js'
import { readRecord } from './record-file.js'

/** The run directories in a folder, those written to last first. A folder that is not there holds none. */
export async function findRuns(folder: string): Promise<string[]> {
  const entries = (await ifThere(readdir(folder, { withFileTypes: true }))) ?? []
  const found = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => {
        const directory = join(folder, name)
        const written = await ifThere(stat(join(directory, runFiles.results)))
        return written === undefined ? [] : [{ directory, at: written.mtimeMs }]
      }),
  )
  return found
    .flat()
    .sort((left, right) => right.at - left.at)
    .map(({ directory }) => directory)
}

/** The record of a run directory; undefined where it is none of prbench's, or broken. */
export async function recordIn(directory: string): Promise<RunRecord | undefined> {
  try {
    return await readRecord(directory)
  } catch (error) {
    if (error instanceof ResultsError) return undefined
    throw error
  }
}
