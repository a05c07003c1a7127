import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { arms, type Arm } from '../comparison/arm.js'
import type { BenchmarkType } from '../comparison/benchmark-type.js'

/** A CSV that the historical tool wrote for one arm, model and benchmark type. */
export interface HistoricalFile {
  readonly arm: Arm
  readonly benchmarkType: BenchmarkType
  /** The folder's name: `GROK1`. */
  readonly model: string
  /** What its name says after its type, such as `long_context` or `dp_attention`; empty for the normal cases. */
  readonly mode: string
  /** Relative to the run directory, unless the arm's folder is elsewhere. */
  readonly path: string
}

/** Where the files of each arm lie: relative to the run directory, or absolute. */
export type ArmFolders = Readonly<Record<Arm, string>>

const ofRunDirectory: ArmFolders = { main: 'main', pr: 'pr' }

/**
 * How its name ends: a model may have a file of request rates (online) and one of concurrencies (serving).
 */
const ending =
  /_(offline|online|serving)((?:_(?:long_context|dummy|dp_attention|mtp_test|torch_compile))*)\.csv$/
/** At its place, `offline/GROK1/<TAG>_..._offline/`, or nearer where that of a model or image is given. */
const deepest = 3

/**
 * Finds the CSVs of both arms, of any model: `main/offline/GROK1/<TAG>_..._offline/<TAG>_..._offline.csv`. Of
 * several for the same arm, model, type and mode the newest counts, and a remark says so.
 */
export async function findHistoricalFiles(
  runDirectory: string,
  folders: ArmFolders = ofRunDirectory,
): Promise<{ files: readonly HistoricalFile[]; remarks: readonly string[] }> {
  const found = new Map<string, HistoricalFile>()
  const remarks: string[] = []
  for (const arm of arms) {
    const folder = resolve(runDirectory, folders[arm])
    for (const within of await newestLast(folder, await csvPaths(folder, '', deepest, remarks))) {
      const [, type, suffix = ''] = ending.exec(within) ?? []
      if (type === undefined) continue
      const path = join(folders[arm], within)
      const model = modelOf(folder, within)
      const key = [arm, type, model, suffix].join('/')
      const other = found.get(key)
      if (other) remarks.push(`${other.path} is left out: ${path} is of the same model and type.`)
      const benchmarkType = type === 'offline' ? 'offline' : 'online'
      found.set(key, { arm, benchmarkType, model, mode: suffix.slice(1), path })
    }
  }
  const files = [...found.values()].sort((left, right) => (left.path < right.path ? -1 : 1))
  return { files, remarks }
}

async function csvPaths(folder: string, within: string, depth: number, remarks: string[]): Promise<string[]> {
  if (within.endsWith('.csv')) return [within]
  if (depth < 0) return []
  const names = await namesIn(join(folder, within), remarks)
  const paths = names.map((name) => csvPaths(folder, join(within, name), depth - 1, remarks))
  return (await Promise.all(paths)).flat()
}

/** Of a folder that cannot be read it is said that it is left out: a glob would pass it over in silence. */
async function namesIn(folder: string, remarks: string[]): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    // Files lie beside the folders, and an arm need not have all of them.
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR')
      remarks.push(`${folder} is left out: it cannot be read (${error.message}).`)
    return []
  }
}

/** Of one that may not be looked at it is not known: any other counts as newer. */
async function newestLast(folder: string, paths: readonly string[]): Promise<string[]> {
  const timed = await Promise.all(
    paths.map(async (path) => {
      const found = await stat(join(folder, path)).catch(() => undefined)
      return { path, time: found?.mtimeMs ?? 0 }
    }),
  )
  const sorted = timed.sort((left, right) => left.time - right.time || (left.path < right.path ? -1 : 1))
  return sorted.map(({ path }) => path)
}

/** The model's folder or, where an image's own folder was given, what the file's name says before the variant. */
function modelOf(folder: string, within: string): string {
  const [, named] = /_([^_]+)_[^_]+_(?:offline|online|serving)/.exec(basename(within)) ?? []
  const isBelowModel = within.split('/').length > 2
  return isBelowModel || named === undefined ? basename(dirname(dirname(join(folder, within)))) : named
}
