import { access } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ComparisonStatus } from '../../comparison/status.js'
import { exitCodes, type ExitCode, Failed } from '../command-error.js'
import type { Server } from '../connection.js'
import { connectToRunning, findComparison } from '../find-comparison.js'
import { GrowingFile } from '../growing-file.js'
import { logSources } from '../log-sources.js'
import { printable } from '../progress/printable.js'
import { wholeNumber } from '../options.js'
import { look } from '../progress/watch.js'
import type { ComparisonRun } from '../comparison-run.js'
import { comparisonAndStage } from '../stage-argument.js'

const pollMs = 500
/** Asking for the status is dearer than looking at files. */
const pollsPerLook = 4

interface OpenLog {
  prefix: string
  log: GrowingFile
}

export interface LogsFlags {
  follow?: boolean
  tail?: string
}

/** `prbench logs [-f] [ID] [STAGE]`: the files of a run directory, each line with where it comes from. */
export async function logs(
  first: string | undefined,
  second: string | undefined,
  flags: LogsFlags,
): Promise<ExitCode> {
  const { comparison, stage } = comparisonAndStage(first, second)
  const tail = wholeNumber('--tail', flags.tail, '50') ?? Infinity
  await using server = await connectToRunning()
  const run = await findComparison(server, comparison)
  await print(server, run, stage, { follow: flags.follow === true, tail })
  return exitCodes.ok
}

async function print(
  server: Server,
  run: ComparisonRun,
  stage: string | undefined,
  { follow, tail }: { follow: boolean; tail: number },
): Promise<void> {
  const opened = new Map<string, OpenLog>()
  let { status, open } = await seen(server, run, follow)
  for (let poll = 1; ; poll += 1) {
    for (const { prefix, file } of await sourcesOf(status, stage)) {
      if (!opened.has(file)) opened.set(file, { prefix, log: new GrowingFile(file) })
    }
    for (const { prefix, log } of opened.values()) {
      // What is written from now on is shown whole.
      const lines = poll === 1 ? lastOf(log.newLines(), tail) : log.newLines()
      for await (const line of lines) write(prefix, line)
    }
    if (!follow || !open) break
    await sleep(pollMs)
    if (poll % pollsPerLook !== 0) continue
    const now = await look(server, run)
    // A worker that is busy, or gone at the end, has no answer; the files are there all the same.
    status = now.status ?? status
    open = now.open
  }
  for (const { prefix, log } of opened.values()) {
    for await (const line of log.newLines(true)) write(prefix, line)
  }
}

/** The status, waited for while a comparison that is to be followed has none yet. */
async function seen(
  server: Server,
  run: ComparisonRun,
  follow: boolean,
): Promise<{ status: ComparisonStatus; open: boolean }> {
  for (;;) {
    const { status, open, note } = await look(server, run)
    if (status?.runDirectory !== undefined) return { status, open }
    if (!follow || !open) {
      throw new Failed(
        note ?? `${run.id} has no logs yet${status?.message === undefined ? '' : `: ${status.message}`}`,
      )
    }
    await sleep(pollMs)
  }
}

/** The last lines of a log. */
async function* lastOf(lines: AsyncIterable<string>, most: number): AsyncGenerator<string> {
  if (most === Infinity) {
    yield* lines
    return
  }
  let kept: string[] = []
  for await (const line of lines) {
    kept.push(line)
    // Now and then, as each time would copy all of them for each line.
    if (kept.length > 2 * most + 1000) kept = kept.slice(kept.length - most)
  }
  yield* most === 0 ? [] : kept.slice(-most)
}

async function sourcesOf(status: ComparisonStatus, stage: string | undefined) {
  const { runDirectory } = status
  if (runDirectory === undefined) return []
  try {
    await access(runDirectory)
  } catch {
    throw new Failed(
      `the run directory ${runDirectory} is not on this machine. Read the logs where the control worker runs`,
    )
  }
  return logSources(status, runDirectory, stage)
}

function write(prefix: string, line: string): void {
  process.stdout.write(`[${prefix}] ${printable(line)}\n`)
}
