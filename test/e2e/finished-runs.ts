import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunRecord } from '../../src/run/record.js'
import { readRecord } from '../../src/run/record-file.js'

/** A run directory and what is in it. */
export interface FinishedRun {
  directory: string
  record: RunRecord
  read: (file: string) => Promise<string>
  /** The files below these folders whose names end so, by their paths in the run directory. */
  find: (ending: string, folders: readonly string[]) => Promise<string[]>
}

/** The run directories of an output folder, the oldest first. */
export async function finishedRuns(outputFolder: string): Promise<FinishedRun[]> {
  const names = (await readdir(outputFolder)).sort()
  return Promise.all(names.map((name) => finishedRun(join(outputFolder, name))))
}

async function finishedRun(directory: string): Promise<FinishedRun> {
  return {
    directory,
    record: await readRecord(directory),
    read: (file) => readFile(join(directory, file), 'utf8'),
    find: async (ending, folders) => {
      const files = await readdir(directory, { recursive: true })
      return files.filter(
        (file) => file.endsWith(ending) && folders.some((top) => file.startsWith(`${top}/`)),
      )
    },
  }
}
