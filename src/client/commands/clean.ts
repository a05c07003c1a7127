import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { describeRemovals, formatBytes, sumOf } from '../../host/cleaning/describe-removals.js'
import { findFacts, runsOf } from '../../host/cleaning/find-facts.js'
import { performRemovals } from '../../host/cleaning/perform-removals.js'
import { planRemovals } from '../../host/cleaning/plan-removals.js'
import type { Removals } from '../../host/cleaning/removal.js'
import { connectEngine } from '../../docker/engine.js'
import { runStates } from '../../host/known-runs.js'
import { exitCodes, Failed, Refused, type ExitCode } from '../command-error.js'
import { usualOutputFolder } from '../defaults.js'
import { stateFolder } from '../embedded/folders.js'
import { connectToRunning } from '../find-comparison.js'
import { wholeNumber } from '../options.js'

export interface CleanFlags {
  dryRun?: boolean
  keep?: string
  outputDir?: string
}

/**
 * `prbench clean`: removes what old comparisons left on this machine, and says what that frees. Run
 * directories are results: they go only with `--keep N`.
 *
 * @throws DockerUnavailable; Refused, where no server can say which comparisons are open
 */
export async function clean(flags: CleanFlags): Promise<ExitCode> {
  const keep = wholeNumber('--keep', flags.keep, '20')
  if (flags.outputDir !== undefined && keep === undefined) {
    throw new Refused('--output-dir needs --keep N: how many run directories to keep')
  }
  const folder = path.resolve(flags.outputDir ?? (await usualOutputFolder(process.cwd())))
  const host = { engine: connectEngine(), stateFolder: stateFolder() }
  const planned = await plan(host, keep, folder)
  const total = formatBytes(sumOf(planned.removals))
  for (const line of describeRemovals(planned)) process.stdout.write(`${line}\n`)
  if (planned.removals.length === 0) {
    process.stdout.write('Nothing to remove.\n')
    return exitCodes.ok
  }
  if (flags.dryRun === true) {
    process.stdout.write(`This would free at least ${total}. Nothing was removed (--dry-run).\n`)
    return exitCodes.ok
  }
  const { removed, problems } = await performRemovals(host, planned.removals)
  process.stdout.write(`Freed at least ${formatBytes(sumOf(removed))}.\n`)
  if (problems.length > 0) throw new Failed(problems.join('\n'))
  return exitCodes.ok
}

async function plan(
  host: Parameters<typeof findFacts>[0],
  keep: number | undefined,
  outputFolder: string,
): Promise<Removals> {
  await using server = await connectToRunning()
  const looksThrough = keep !== undefined || (await canList(outputFolder))
  const found = await findFacts(host, looksThrough ? outputFolder : undefined)
  // Unasked run directories stay, so nobody needs to say whose they are.
  const facts = keep === undefined ? { ...found, runDirectories: [] } : found
  const stateOf = await server.ask('say which comparisons are open', () =>
    runStates(server.client.workflow, runsOf(facts)),
  )
  return planRemovals({ ...facts, stateOf }, keep === undefined ? {} : { keep })
}

/** What was not asked for must not keep the rest from being cleaned. */
async function canList(folder: string): Promise<boolean> {
  return readdir(folder).then(
    () => true,
    () => false,
  )
}
