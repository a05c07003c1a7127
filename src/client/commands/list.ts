import path from 'node:path'
import { layTable } from '../../report/terminal/table.js'
import { toneOf, type Tone, verdictWords } from '../../report/words/verdict.js'
import { verdicts } from '../../verdict/verdicts.js'
import { exitCodes, type ExitCode } from '../command-error.js'
import { connect, findServerChoice } from '../connection.js'
import { usualOutputFolder } from '../defaults.js'
import { type ListedRun, listRuns, type RunList } from '../listed-runs.js'
import { type Terminal, terminalOf, toned } from '../terminal.js'

export interface ListFlags {
  all?: boolean
  outputDir?: string
  json?: boolean
}

const usualMost = 20

/** `prbench list`: past and open comparisons, with what each found and where its results are. */
export async function list(flags: ListFlags): Promise<ExitCode> {
  const folder = path.resolve(flags.outputDir ?? (await usualOutputFolder(process.cwd())))
  const choice = await findServerChoice()
  await using server = choice === undefined ? undefined : await connect(choice)
  const found = await listRuns(server, folder, flags.all === true ? Infinity : usualMost)
  const text =
    flags.json === true
      ? JSON.stringify(found, undefined, 2)
      : describeRuns(found, folder, terminalOf(process.stdout))
  process.stdout.write(`${text}\n`)
  return exitCodes.ok
}

/** The list for a terminal. Exported for its test. */
export function describeRuns({ runs, left }: RunList, folder: string, terminal: Terminal): string {
  if (runs.length === 0)
    return `There are no comparisons in ${folder} or on a Temporal server. Start one with prbench compare`
  const { header, rows } = layTable(
    {
      header: ['Verdict', 'ID', 'Title', 'Started (UTC)', 'Host', 'GPU hours', 'Directory'],
      numeric: [false, false, false, false, false, true, false],
      rows: runs.map(cellsOf),
    },
    terminal.columns,
  )
  const lines = rows.flatMap((row, index) =>
    row.map((text) => toned({ text, tone: lookOf(runs[index]).tone }, terminal)),
  )
  return [...header, ...lines, ...(left === 0 ? [] : [`${left} older ones: prbench list --all`])].join('\n')
}

function cellsOf(run: ListedRun): string[] {
  return [
    lookOf(run).words,
    run.comparison,
    run.title ?? '',
    run.startedAt.slice(0, 16).replace('T', ' '),
    run.hosts.join(', '),
    run.gpuHours === undefined ? '' : run.gpuHours.toFixed(1),
    run.directory ?? '',
  ]
}

/** The verdict of a finished comparison; what became of one that is not. */
function lookOf(run: ListedRun | undefined): { words: string; tone: Tone } {
  const verdict = verdicts.find((known) => known === run?.verdict)
  if (run?.state !== 'finished' || verdict === undefined) return { words: run?.state ?? '', tone: 'unknown' }
  return { words: verdictWords(verdict), tone: toneOf(verdict) }
}
