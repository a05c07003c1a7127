import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { arms, type Arm } from '../comparison/arm.js'
import type { BenchmarkType } from '../comparison/benchmark-type.js'
import { csvPaths } from './csv-paths.js'

/** A CSV that the historical tool wrote for one arm, model and benchmark type. */
export interface HistoricalFile {
  readonly arm: Arm
  readonly benchmarkType: BenchmarkType
  /** The folder's name, `GROK1`, whatever its case. */
  readonly model: string
  /** `long_context` or `dummy`; empty for the normal cases. */
  readonly mode: string
  /** How its name ends: a model may have an `online` file, of request rates, and a `serving` file, of concurrencies. */
  readonly ending: string
  /** Relative to the run directory. */
  readonly path: string
}

export interface HistoricalFiles {
  readonly files: readonly HistoricalFile[]
  readonly remarks: readonly string[]
}

/**
 * Finds the CSVs of an old run directory, for Grok and DeepSeek alike: names are compared without their case.
 * Of several for the same arm, model and type the newest counts, and a remark says so.
 */
export async function findHistoricalFiles(runDirectory: string): Promise<HistoricalFiles> {
  const found = new Map<string, { file: HistoricalFile; time: number }>()
  const remarks: string[] = []
  for (const arm of arms) {
    for (const path of await csvPaths(runDirectory, arm, remarks)) {
      const file = classify(arm, path)
      if (file === undefined) continue
      const key = [arm, file.benchmarkType, file.model, file.mode, file.ending].join('/').toLowerCase()
      const time = await timeOf(join(runDirectory, path))
      const known = found.get(key)
      if (known !== undefined) remarks.push(olderRemark(known.time > time ? path : known.file.path))
      if (known === undefined || known.time <= time) found.set(key, { file, time })
    }
  }
  return { files: [...found.values()].map(({ file }) => file), remarks }
}

/** Of one that may not be looked at it is not known: any other of the same model and type counts as newer. */
async function timeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs
  } catch {
    return 0
  }
}

function olderRemark(path: string): string {
  return `${path} is left out: there is a newer file of the same model and type.`
}

/** Reads the type, model and mode off `main/offline/GROK1/<TAG>_..._offline/<TAG>_..._offline.csv`. */
function classify(arm: Arm, path: string): HistoricalFile | undefined {
  const [, folder = '', model = '', ...rest] = path.split('/')
  const name = rest.at(-1) ?? ''
  const offline = /_offline(?:_(long_context|dummy))?\.csv$/i.exec(name)
  if (/^offline$/i.test(folder) && offline !== null) {
    const mode = offline[1]?.toLowerCase() ?? ''
    return { arm, benchmarkType: 'offline', model, mode, ending: 'offline', path }
  }
  const ending = /_(online|serving)\.csv$/i.exec(name)?.[1]
  if (/^online$/i.test(folder) && ending !== undefined) {
    return { arm, benchmarkType: 'online', model, mode: '', ending: ending.toLowerCase(), path }
  }
  return undefined
}
