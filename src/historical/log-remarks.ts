import { open } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { glob } from 'tinyglobby'
import { excerpt } from '../comparison/result-file-error.js'
import { readOneBatchLine, type FailureLine } from '../engines/sglang/one-batch-line.js'

/**
 * Why cases of an old offline file are `NA`, as far as the logs beside it say: the historical tool wrote one
 * a case. A sentence for each log that tells of a lack of memory.
 */
export async function logRemarks(runDirectory: string, csvPath: string): Promise<string[]> {
  const folder = dirname(csvPath)
  const names = await glob('*.log', { cwd: resolve(runDirectory, folder) })
  const remarks: string[] = []
  for (const name of names.sort()) {
    const failure = await failureIn(resolve(runDirectory, folder, name))
    if (failure === undefined) continue
    const cause = failure.reason === 'memory-held' ? ': other processes hold GPU memory' : ''
    remarks.push(`${join(folder, name)} says "${excerpt(failure.text)}"${cause}.`)
  }
  return remarks
}

/** The first line of a log that tells of a lack of memory; undefined where none does, or it cannot be read. */
async function failureIn(path: string): Promise<FailureLine | undefined> {
  const file = await open(path).catch(() => undefined)
  try {
    for await (const line of file?.readLines() ?? []) {
      const said = readOneBatchLine(line)
      if (said?.kind === 'failure') return said
    }
    return undefined
  } finally {
    await file?.close()
  }
}
