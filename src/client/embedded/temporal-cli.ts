import path from 'node:path'
import which from 'which'
import { Refused } from '../command-error.js'
import { dataFolder } from './folders.js'

/**
 * The Temporal CLI: the one that PRBENCH_TEMPORAL_CLI names, else that on PATH, else prbench's own.
 *
 * @throws Refused, where there is none, with how to get it
 */
export async function findTemporalCli(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  const { PRBENCH_TEMPORAL_CLI: named = '', PATH = '' } = environment
  if (named !== '') {
    const found = await which(path.resolve(named), { nothrow: true })
    if (found !== null) return found
    throw new Refused(`PRBENCH_TEMPORAL_CLI is ${named}, which is not a program. Correct it, or unset it`)
  }
  const folders = [PATH, path.join(dataFolder(environment), 'bin')].join(path.delimiter)
  const found = await which('temporal', { nothrow: true, path: folders })
  if (found !== null) return found
  throw new Refused(
    'No Temporal server is running, and there is no Temporal CLI to start one. Run scripts/setup.sh to install it, ' +
      'or set TEMPORAL_ADDRESS',
  )
}
