import path from 'node:path'
import { execa } from 'execa'
import { connectEngine } from '../../docker/engine.js'
import { type ExitCode, Failed } from '../command-error.js'
import { stateFolder } from '../embedded/folders.js'
import { shipped } from '../package-folder.js'
import { compareAsAsked } from './compare.js'

/** The demo's own pull request: its decode is 25 % faster. */
const pullRequest = '7'

/** As few as settle a change that is many times the noise. */
const fewPairs = '4'

export interface DemoFlags {
  pairs?: string
  maxPairs?: string
  models?: string[]
  benchmarkTypes?: string[]
  json?: boolean
}

/** `prbench demo`: a repository and a base image are made, then compared as any others are. */
export async function demo(flags: DemoFlags): Promise<ExitCode> {
  await connectEngine().check()
  const repository = path.join(stateFolder(), 'demo', 'repository')
  await run('make-base-image.sh')
  await run('make-repository.sh', repository)
  return compareAsAsked({
    ...flags,
    repo: repository,
    pr: pullRequest,
    models: flags.models ?? ['demo'],
    ...(flags.pairs === undefined && flags.maxPairs === undefined ? { maxPairs: fewPairs } : {}),
    failOn: 'incomplete',
  })
}

/** What the script says goes to standard error: standard output is for results. */
async function run(script: string, ...args: string[]): Promise<void> {
  const { failed, exitCode } = await execa('bash', [shipped('demo', script), ...args], {
    stdin: 'ignore',
    stdout: process.stderr,
    stderr: process.stderr,
    reject: false,
  })
  if (failed)
    throw new Failed(`demo/${script} failed with exit code ${exitCode ?? 'unknown'}; its output is above`)
}
