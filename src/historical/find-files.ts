import { basename, dirname } from 'node:path'
import { glob } from 'tinyglobby'
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
 * the last by name counts, and a remark says so.
 */
export async function findHistoricalFiles(
  runDirectory: string,
): Promise<{ files: readonly HistoricalFile[]; remarks: readonly string[] }> {
  const found = new Map<string, HistoricalFile>()
  const remarks: string[] = []
  for (const arm of arms) {
    for (const benchmarkType of benchmarkTypes) {
      const paths = await glob(`${arm}/${benchmarkType}/*/*/*.csv`, { cwd: runDirectory })
      for (const path of paths.sort()) {
        const [, ending, mode = ''] = endings[benchmarkType].exec(path) ?? []
        if (ending === undefined) continue
        const model = basename(dirname(dirname(path)))
        const key = [arm, ending, model, mode].join('/')
        const other = found.get(key)
        if (other) remarks.push(`${other.path} is left out: ${path} is of the same model and type.`)
        found.set(key, { arm, benchmarkType, model, mode, path })
      }
    }
  }
  return { files: [...found.values()], remarks }
}
