import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { markedLines } from '../engines/output/marked-lines.js'
import { oneBatchFailureMarkers, readOneBatchLine } from '../engines/sglang/one-batch-line.js'
import { excerpt } from '../comparison/result-file-error.js'

const pieceBytes = 1024 * 1024

/**
 * Why cases of an old offline file are `NA`, as far as the logs beside it say: the historical tool wrote one
 * a case, of any size. A sentence for each log that tells of a lack of memory; paths are relative to
 * `runDirectory`.
 */
export async function logRemarks(runDirectory: string, csvPath: string): Promise<string[]> {
  const folder = dirname(csvPath)
  const names = (await readdir(join(runDirectory, folder))).filter((name) => name.endsWith('.log')).sort()
  const remarks: string[] = []
  for (const name of names) {
    const failure = await failureIn(join(runDirectory, folder, name))
    if (failure !== undefined) remarks.push(`${join(folder, name)} says "${excerpt(failure)}".`)
  }
  return remarks
}

/**
 * The first line of a log that tells of a lack of memory; undefined where none does, or it cannot be read.
 */
async function failureIn(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined)
  // Opening a pipe would wait for whoever writes to it.
  if (found?.isFile() !== true) return undefined
  const log = createReadStream(path, { highWaterMark: pieceBytes })
  try {
    for await (const lines of markedLines(log as AsyncIterable<Buffer>, oneBatchFailureMarkers)) {
      for (const line of lines) {
        const said = readOneBatchLine(line)
        if (said?.kind === 'failure') return said.text
      }
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
  } finally {
    log.destroy()
  }
  return undefined
}
