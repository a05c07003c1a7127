import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { Arm } from '../comparison/arm.js'
import type { BenchmarkType } from '../comparison/benchmark-type.js'
import { offlineCaseName } from '../comparison/case.js'
import type { Metric } from '../comparison/metric.js'
import { sglangDefinition } from '../engines/sglang/definition.js'
import { RunDirectoryUnusable } from '../run/errors.js'
import { ResultFileError } from '../comparison/result-file-error.js'
import { logRemarks } from './log-remarks.js'
import { findHistoricalFiles, type HistoricalFile } from './find-files.js'
import { refusalOf } from './csv-paths.js'
import { readOfflineCsv, type RefusedRow } from './read-offline-csv.js'
import { readOnlineCsv } from './read-online-csv.js'

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
  readonly cases: ReadonlyMap<string, HistoricalCase>
  /** Rows of which nothing could be read. */
  readonly refused: readonly RefusedRow[]
}

/** Values by metric, in the metric's unit, and for each that is null the reason. */
interface HistoricalCase {
  readonly values: Readonly<Record<string, number | null>>
  readonly missing: Readonly<Partial<Record<string, string>>>
}

/** Real files have some kilobytes. */
const largestFile = 64 * 1024 * 1024

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
    const arm = await readArm(runDirectory, file, remarks)
    const key = [file.model, file.benchmarkType, file.mode].join('/').toLowerCase()
    const known = tables.get(key) ?? {
      model: file.model,
      benchmarkType: file.benchmarkType,
      mode: file.mode,
      metrics: sglangDefinition.metrics[file.benchmarkType],
      arms: {},
      unreadable: {},
    }
    tables.set(key, withArm(known, file.arm, arm))
  }
  if (tables.size === 0) {
    const reason =
      'it holds neither results.json nor CSVs such as main/offline/<MODEL>/<TAG>_<MODEL>_offline.csv'
    throw new RunDirectoryUnusable(runDirectory, [`${reason}.`, ...remarks].join(' '))
  }
  return { name: basename(runDirectory), tables: [...tables.values()], remarks }
}

/** A model whose requests come in both ways has two files: one table of both. */
function withArm(table: HistoricalTable, arm: Arm, read: HistoricalArm | ResultFileError): HistoricalTable {
  if (read instanceof ResultFileError) return { ...table, unreadable: { ...table.unreadable, [arm]: read } }
  const other = table.arms[arm]
  const whole =
    other === undefined
      ? read
      : {
          ...other,
          cases: new Map([...other.cases, ...read.cases]),
          refused: [...other.refused, ...read.refused],
        }
  return { ...table, arms: { ...table.arms, [arm]: whole } }
}

async function checkDirectory(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new RunDirectoryUnusable(path, `it cannot be read ${refusalOf(code)}`)
  })
  if (found === undefined) throw new RunDirectoryUnusable(path, 'there is no such directory')
  if (!found.isDirectory()) throw new RunDirectoryUnusable(path, 'it is a file, not a directory')
}

async function readArm(
  runDirectory: string,
  file: HistoricalFile,
  remarks: string[],
): Promise<HistoricalArm | ResultFileError> {
  const path = join(runDirectory, file.path)
  try {
    const text = await textOf(path, file.path)
    const read =
      file.benchmarkType === 'offline' ? offlineCases(text, file.path) : onlineCases(text, file.path)
    remarks.push(...read.problems.map((problem) => problem.message), ...read.remarks)
    if (file.benchmarkType === 'offline' && hasUnmeasured(read.cases))
      remarks.push(...(await logRemarks(runDirectory, file.path)))
    return { path: file.path, cases: read.cases, refused: read.refused, ...(await readConfig(dirname(path))) }
  } catch (error) {
    if (!(error instanceof ResultFileError)) throw error
    remarks.push(error.message)
    return error
  }
}

/** @throws ResultFileError, where it is too large, or the system refuses */
async function textOf(path: string, file: string): Promise<string> {
  try {
    if ((await stat(path)).size <= largestFile) return await readFile(path, 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new ResultFileError({ file, row: 1 }, `it cannot be read ${refusalOf(error.code)}`)
  }
  throw new ResultFileError({ file, row: 1 }, 'it is larger than 64 MB, which no file of results is')
}

/** Whether a case has no value at all: it failed. */
function hasUnmeasured(cases: ReadonlyMap<string, HistoricalCase>): boolean {
  return [...cases.values()].some(({ values }) => Object.values(values).every((value) => value === null))
}

interface ReadCases {
  cases: Map<string, HistoricalCase>
  refused: readonly RefusedRow[]
  problems: readonly ResultFileError[]
  remarks: readonly string[]
}

function offlineCases(text: string, file: string): ReadCases {
  const { rows, refused, problems, remarks } = readOfflineCsv(text, file)
  return { cases: new Map(rows.map((row) => [offlineCaseName(row), row])), refused, problems, remarks }
}

function onlineCases(text: string, file: string): ReadCases {
  const { load, rows, problems, remarks } = readOnlineCsv(text, file)
  return {
    cases: new Map(rows.map((row) => [`${load} ${loadText(row.load)}`, row])),
    refused: [],
    problems,
    remarks,
  }
}

function loadText(load: number): string {
  return load === Infinity ? 'inf' : String(load)
}

async function readConfig(folder: string): Promise<Pick<HistoricalArm, 'docker' | 'attentionBackend'>> {
  const unknown = { docker: '', attentionBackend: '' }
  try {
    const config = configSchema.safeParse(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')))
    return config.success
      ? { docker: config.data.docker, attentionBackend: config.data.attention_backend }
      : unknown
  } catch {
    return unknown
  }
}
