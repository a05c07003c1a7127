import path from 'node:path'
import { renderAgain, renderFolders } from '../../report/render-again.js'
import { exitCodes, type ExitCode } from '../command-error.js'
import { usualOutputFolder } from '../defaults.js'

/**
 * `prbench report DIR`: renders a run directory again, also one that the historical tool wrote. `prbench report
 * MAIN_DIR PR_DIR`: compares two folders of its results.
 */
export async function report(directory: string, other?: string): Promise<ExitCode> {
  const main = path.resolve(directory)
  const rendered =
    other === undefined
      ? await renderAgain(main)
      : await renderFolders({ main, pr: path.resolve(other) }, await usualOutputFolder(process.cwd()))
  process.stdout.write(`${[...rendered.lines, `Report: ${rendered.report}`].join('\n')}\n`)
  return exitCodes.ok
}
