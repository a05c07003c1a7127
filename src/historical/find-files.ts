import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { arms, type Arm } from '../comparison/arm.js'
import { benchmarkTypes, type BenchmarkType } from '../comparison/benchmark-type.js'

/** A CSV that the historical tool wrote for one arm, model and benchmark type. */
export interface HistoricalFile {
  readonly arm: Arm
  readonly benchmarkType: BenchmarkType
  /** The folder's name: `GROK1`. */
  readonly model: string
  /** `long_context` or `dummy`; empty for the normal cases. */
  readonly mode: string
  /** Relative to the run directory. */
  readonly path: string
}

export interface HistoricalFiles {
  readonly files: readonly HistoricalFile[]
  readonly remarks: readonly string[]
}

/**
 * How its name ends: a model may have a file of request rates (online) and one of concurrencies (serving).
 */
const endings = {
  offline: /_(offline)(?:_(long_context|dummy))?\.csv$/,
  online: /_(online|serving)\.csv$/,
} as const satisfies Record<BenchmarkType, RegExp>

/**
 * Finds the CSVs of an old run directory, of any model:
 * `main/offline/GROK1/<TAG>_..._offline/<TAG>_..._offline.csv`. Of several for the same arm, model and type
 * the newest counts, and a remark says so.
 */
export async function findHistoricalFiles(runDirectory: string): Promise<HistoricalFiles> {
  const found = new Map<string, { file: HistoricalFile; time: number }>()
  const remarks: string[] = []
  for (const arm of arms) {
    for (const benchmarkType of benchmarkTypes) {
      for (const path of await csvPaths(runDirectory, join(arm, benchmarkType), remarks)) {
        const [, ending, mode = ''] = endings[benchmarkType].exec(path) ?? []
        if (ending === undefined) continue
        const model = basename(dirname(dirname(path)))
        const key = [arm, ending, model, mode].join('/')
        const time = await timeOf(join(runDirectory, path))
        const known = found.get(key)
        if (known) {
          const older = known.time > time ? path : known.file.path
          remarks.push(`${older} is left out: there is a newer file of the same model and type.`)
        }
        if (!known || known.time <= time) {
          found.set(key, { file: { arm, benchmarkType, model, mode, path }, time })
        }
      }
    }
  }
  return { files: [...found.values()].map(({ file }) => file), remarks }
}

/** Of one that may not be looked at it is not known: any other of the same model and type counts as newer. */
async function timeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  return found?.mtimeMs ?? 0
}

/** The CSVs two folders below, the model's and the image's, in the order of their names. */
async function csvPaths(runDirectory: string, top: string, remarks: string[]): Promise<string[]> {
  const pathsIn = async (folders: readonly string[]) =>
    (await Promise.all(folders.map((folder) => namesIn(runDirectory, folder, remarks)))).flat()
  const models = await pathsIn([top])
  const files = await pathsIn(await pathsIn(models))
  return files.filter((path) => path.endsWith('.csv')).sort()
}

async function namesIn(runDirectory: string, path: string, remarks: string[]): Promise<string[]> {
  try {
    const names = await readdir(join(runDirectory, path))
    return names.map((name) => join(path, name))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    // Files lie beside the folders, and an arm need not have all of them.
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') {
      remarks.push(`${path} is left out: it cannot be read (${error.message}).`)
    }
    return []
  }
}
