import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import path from 'node:path'
import { Refused } from '../command-error.js'
import { dataFolder } from './folders.js'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The Temporal CLI: the one that PRBENCH_TEMPORAL_CLI names, else that on PATH, else prbench's own.
 *
 * @throws Refused, where there is none, with how to get it
 */
export async function findTemporalCli(environment: Environment = process.env): Promise<string> {
  const named = environment.PRBENCH_TEMPORAL_CLI
  if (named !== undefined && named !== '') {
    if (await isProgram(named)) return path.resolve(named)
    throw new Refused(`PRBENCH_TEMPORAL_CLI is ${named}, which is not a program. Correct it, or unset it`)
  }
  for (const candidate of candidates(environment)) {
    if (await isProgram(candidate)) return candidate
  }
  throw new Refused(
    'No Temporal server is running, and there is no Temporal CLI to start one. Run scripts/setup.sh to install it, ' +
      'or set TEMPORAL_ADDRESS',
  )
}

function candidates(environment: Environment): string[] {
  const folders = (environment.PATH ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder))
  return [...folders, path.join(dataFolder(environment), 'bin')].map((folder) =>
    path.join(folder, 'temporal'),
  )
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK)
    return (await stat(file)).isFile()
  } catch {
    return false
  }
}
