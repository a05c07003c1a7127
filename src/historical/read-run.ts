import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import type { Arm } from '../comparison/arm.js'
import type { BenchmarkType } from '../comparison/benchmark-type.js'
import type { Metric } from '../comparison/metric.js'
import { sglangDefinition } from '../engines/sglang/definition.js'
import { RunDirectoryUnusable } from '../run/errors.js'
import { ResultFileError } from '../comparison/result-file-error.js'
import { findHistoricalFiles, type ArmFolders, type HistoricalFile } from './find-files.js'
import { logRemarks } from './log-remarks.js'
import { readOfflineCsv } from './read-offline-csv.js'
import { readOnlineCsv } from './read-online-csv.js'
import type { Origin, ReadFile } from './table.js'

/** What an old run directory holds: one table a model and benchmark type. */
export interface HistoricalRun {
  /** The directory's name: `pr1234_20250120_143022`. */
  readonly name: string
  readonly tables: readonly HistoricalTable[]
  /** Sentences about files that could not be read in whole or in part. */
  readonly remarks: readonly string[]
}

export interface HistoricalTable {
  readonly model: string
  readonly benchmarkType: BenchmarkType
  readonly mode: string
  /** All that a table of its type may hold. */
  readonly metrics: readonly Metric[]
  readonly arms: Readonly<Partial<Record<Arm, HistoricalArm>>>
}

/** What an arm's file holds, or its two. */
export interface HistoricalArm {
  /** Of the first of them. */
  readonly path: string
  /** By `config.json` beside it, and the file itself. */
  readonly origin: Origin
  readonly cases: ReadFile['cases']
  /** Why a case is not among them. */
  readonly otherCases: string
}

const configSchema = z.object({ docker: z.string().catch(''), attention_backend: z.string().catch('') })

/**
 * Reads a run directory that the historical tool wrote, or two folders of its results. A file that cannot be
 * read is told in a remark and its table goes without that arm.
 *
 * @throws RunDirectoryUnusable, where there is no such directory, or no result in it at all
 */
export async function readHistoricalRun(runDirectory: string, folders?: ArmFolders): Promise<HistoricalRun> {
  await checkDirectory(runDirectory)
  const { files, remarks: found } = await findHistoricalFiles(runDirectory, folders)
  const tables = new Map<string, HistoricalTable>()
  const remarks = [...found]
  for (const file of files) {
    const { model, benchmarkType, mode } = file
    const key = [model, benchmarkType, mode].join('/')
    const metrics = sglangDefinition.metrics[benchmarkType]
    const table = tables.get(key) ?? { model, benchmarkType, mode, metrics, arms: {} }
    const read = await readArm(runDirectory, file, remarks)
    const arm = joined(table.arms[file.arm], read)
    tables.set(key, { ...table, arms: { ...table.arms, [file.arm]: arm } })
  }
  if (tables.size === 0) {
    const reason =
      'it holds neither results.json nor CSVs such as main/offline/<MODEL>/<TAG>_<MODEL>_offline/<TAG>_<MODEL>_offline.csv'
    throw new RunDirectoryUnusable(runDirectory, [`${reason}.`, ...remarks].join(' '))
  }
  return { name: basename(runDirectory), tables: [...tables.values()], remarks }
}

const notInFile = 'not in the file'

/** A model whose requests come in both ways has two files: one table of both. */
function joined(known: HistoricalArm | undefined, read: HistoricalArm): HistoricalArm {
  if (known === undefined) return read
  const cases = new Map([...known.cases, ...read.cases])
  return { ...known, cases, otherCases: known.otherCases === notInFile ? read.otherCases : known.otherCases }
}

/** @throws RunDirectoryUnusable, where there is no such directory */
export async function checkDirectory(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    throw new RunDirectoryUnusable(path, reasonOf(error))
  })
  if (!found.isDirectory()) throw new RunDirectoryUnusable(path, 'it is a file, not a directory')
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error && 'code' in error)) throw error
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return 'there is no such directory'
  return `it cannot be read (${error.message})`
}

async function readArm(
  runDirectory: string,
  { path, benchmarkType }: HistoricalFile,
  remarks: string[],
): Promise<HistoricalArm> {
  const config = await readConfig(resolve(runDirectory, dirname(path)))
  try {
    const text = await textOf(runDirectory, path)
    const read = benchmarkType === 'offline' ? readOfflineCsv : readOnlineCsv
    const { cases, problems, origin } = read(text, path)
    remarks.push(...shorten(problems, path))
    if (benchmarkType === 'offline' && hasUnmeasured(cases)) {
      remarks.push(...(await logRemarks(runDirectory, path)))
    }
    return {
      path,
      origin: { ...origin, ...config },
      cases,
      otherCases: problems.length === 0 ? notInFile : 'not among what can be read of the file',
    }
  } catch (error) {
    if (!(error instanceof ResultFileError)) throw error
    remarks.push(error.message)
    const origin = { host: '', backend: '', image: '', ...config }
    return { path, origin, cases: new Map(), otherCases: `its file cannot be read (${error.withoutFile})` }
  }
}

/** @throws ResultFileError, where the system refuses */
async function textOf(runDirectory: string, file: string): Promise<string> {
  return readFile(resolve(runDirectory, file), 'utf8').catch((error: unknown) => {
    throw new ResultFileError({ file, row: 1 }, reasonOf(error))
  })
}

/** The first remarks, and how many more there are. */
function shorten(problems: readonly ResultFileError[], file: string): string[] {
  const most = 20
  const first = problems.slice(0, most).map(({ message }) => message)
  if (problems.length <= most) return first
  return [...first, `${file}: ${problems.length - most} more problems.`]
}

/** Whether a case has no value at all: it failed. */
function hasUnmeasured(cases: HistoricalArm['cases']): boolean {
  return [...cases.values()].some((cells) => Object.values(cells).every((cell) => 'missing' in cell))
}

/** What `config.json` says, where it says it. */
async function readConfig(folder: string): Promise<Partial<Origin>> {
  try {
    const config = configSchema.parse(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')))
    return {
      ...(config.docker === '' ? {} : { image: config.docker }),
      ...(config.attention_backend === '' ? {} : { backend: config.attention_backend }),
    }
  } catch {
    return {}
  }
}
