import { writeReport } from '../../report/write-report.js'
import { ResultsError } from '../../results/errors.js'
import { readRecord } from '../../results/record-file.js'
import path from 'node:path'
import { exitCodes, type ExitCode, Refused } from '../command-error.js'

/** `prbench report DIR`: writes everything that is derived from `results.json` again, wherever it lies now. */
export async function renderAgain(directory: string): Promise<ExitCode> {
  const runDirectory = path.resolve(directory)
  try {
    const record = await readRecord(runDirectory)
    const outcome = await writeReport(record, record.ending ?? 'finished', runDirectory)
    process.stdout.write(`${[...outcome.lines, `Report: ${outcome.report}`].join('\n')}\n`)
    return exitCodes.ok
  } catch (error) {
    if (error instanceof ResultsError) throw new Refused(error.message, { cause: error })
    throw error
  }
}
