import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { Arm } from '../comparison/arm.js'
import type { BenchmarkType } from '../comparison/benchmark-type.js'
import { offlineCaseName } from '../engines/sglang/offline-cases.js'
import type { Metric } from '../comparison/metric.js'
import { sglangDefinition } from '../engines/sglang/definition.js'
import { RunDirectoryUnusable } from '../run/errors.js'
import { ResultFileError } from '../comparison/result-file-error.js'
import { logRemarks } from './log-remarks.js'
import { findHistoricalFiles, type HistoricalFile } from './find-files.js'
import { loadText } from './online-csv.js'
import { readOfflineCsv } from './read-offline-csv.js'
import { readOnlineCsv } from './read-online-csv.js'
import type { ReadValues } from './table.js'

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
  /** Why a file of an arm cannot be read, where there is one. */
  readonly unreadable: Readonly<Partial<Record<Arm, ResultFileError>>>
}

/** What an arm's file holds, or its two. */
export interface HistoricalArm {
  /** Of the first of them. */
  readonly path: string
  /** Of `config.json` beside it; empty where there is none. */
  readonly docker: string
  readonly attentionBackend: string
  /** By the case's name, in the file's order. */
  readonly cases: ReadonlyMap<string, ReadValues<string>>
  /** Whether something in it could not be read. */
  readonly isPartial: boolean
}

const configSchema = z.object({ docker: z.string().catch(''), attention_backend: z.string().catch('') })

/**
 * Reads a run directory that the historical tool wrote. A file that cannot be read is told in a remark and
 * its table goes without that arm.
 *
 * @throws RunDirectoryUnusable, where there is no such directory, or no result in it at all
 */
export async function readHistoricalRun(runDirectory: string): Promise<HistoricalRun> {
  await checkDirectory(runDirectory)
  const { files, remarks: found } = await findHistoricalFiles(runDirectory)
  const tables = new Map<string, HistoricalTable>()
  const remarks = [...found]
  for (const file of files) {
    const { model, benchmarkType, mode } = file
    const key = [model, benchmarkType, mode].join('/')
    const metrics = sglangDefinition.metrics[benchmarkType]
    const known = tables.get(key) ?? { model, benchmarkType, mode, metrics, arms: {}, unreadable: {} }
    tables.set(key, withArm(known, file.arm, await readArm(runDirectory, file, remarks)))
  }
  if (tables.size === 0) {
    const reason =
      'it holds neither results.json nor CSVs such as main/offline/<MODEL>/<TAG>_<MODEL>_offline/<TAG>_<MODEL>_offline.csv'
    throw new RunDirectoryUnusable(runDirectory, [`${reason}.`, ...remarks].join(' '))
  }
  return { name: basename(runDirectory), tables: [...tables.values()], remarks }
}

/** A model whose requests come in both ways has two files: one table of both. */
function withArm(table: HistoricalTable, arm: Arm, read: HistoricalArm | ResultFileError): HistoricalTable {
  if (read instanceof ResultFileError) return { ...table, unreadable: { ...table.unreadable, [arm]: read } }
  const other = table.arms[arm] ?? read
  const cases = new Map([...other.cases, ...read.cases])
  const whole = { ...other, cases, isPartial: other.isPartial || read.isPartial }
  return { ...table, arms: { ...table.arms, [arm]: whole } }
}

async function checkDirectory(path: string): Promise<void> {
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
): Promise<HistoricalArm | ResultFileError> {
  try {
    const text = await textOf(runDirectory, path)
    const { cases, problems } =
      benchmarkType === 'offline' ? offlineCases(text, path) : onlineCases(text, path)
    remarks.push(...shorten(problems, path))
    if (benchmarkType === 'offline' && hasUnmeasured(cases)) {
      remarks.push(...(await logRemarks(runDirectory, path)))
    }
    const config = await readConfig(join(runDirectory, dirname(path)))
    return { path, cases, isPartial: problems.length > 0, ...config }
  } catch (error) {
    if (!(error instanceof ResultFileError)) throw error
    remarks.push(error.message)
    return error
  }
}

/** @throws ResultFileError, where the system refuses */
async function textOf(runDirectory: string, file: string): Promise<string> {
  return readFile(join(runDirectory, file), 'utf8').catch((error: unknown) => {
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
  return [...cases.values()].some(({ values }) => Object.values(values).every((value) => value === null))
}

interface ReadCases {
  readonly cases: HistoricalArm['cases']
  readonly problems: readonly ResultFileError[]
}

function offlineCases(text: string, file: string): ReadCases {
  const { rows, problems } = readOfflineCsv(text, file)
  return { cases: new Map(rows.map((row) => [offlineCaseName(row), row])), problems }
}

function onlineCases(text: string, file: string): ReadCases {
  const { load, rows, problems } = readOnlineCsv(text, file)
  return { cases: new Map(rows.map((row) => [`${load} ${loadText(row.load)}`, row])), problems }
}

async function readConfig(folder: string): Promise<Pick<HistoricalArm, 'docker' | 'attentionBackend'>> {
  try {
    const config = configSchema.parse(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')))
    return { docker: config.docker, attentionBackend: config.attention_backend }
  } catch {
    return { docker: '', attentionBackend: '' }
  }
}
