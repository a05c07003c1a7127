import path from 'node:path'
import { renderAgain } from '../../report/render-again.js'
import { exitCodes, type ExitCode } from '../command-error.js'

/** `prbench report DIR`: renders a run directory again, also one that the historical tool wrote. */
export async function report(directory: string): Promise<ExitCode> {
  const rendered = await renderAgain(path.resolve(directory))
  process.stdout.write(`${[...rendered.lines, `Report: ${rendered.report}`].join('\n')}\n`)
  return exitCodes.ok
}
