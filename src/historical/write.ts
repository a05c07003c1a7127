import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { arms } from '../comparison/arm.js'
import type { BenchmarkMode } from '../comparison/benchmark-type.js'
import type { StagePlan } from '../comparison/plan.js'
import { sglangDefinition } from '../engines/sglang/definition.js'
import { onlineCasesOf } from '../engines/sglang/stage.js'
import { writeFileAtomically } from '../run/atomic-file.js'
import type { RunRecord } from '../run/record.js'
import { samplesOf } from '../run/samples.js'
import { armResults, type ArmResults } from './arm-results.js'
import { offlineCsv } from './offline-csv.js'
import { kindOf, onlineCsv } from './online-csv.js'
import { offlineCsvPath, onlineCsvPath } from './paths.js'

/** A file of a run directory, before it is written. The path is relative. */
export interface PlannedFile {
  readonly path: string
  readonly text: string
}

/** Writes the files that the historical tool left under `main/` and `pr/`, for people's scripts. */
export async function writeHistoricalFiles(record: RunRecord, runDirectory: string): Promise<void> {
  for (const file of historicalFiles(record)) {
    const path = join(runDirectory, file.path)
    await mkdir(dirname(path), { recursive: true })
    await writeFileAtomically(path, file.text)
  }
}

/**
 * For each stage and arm the CSV, or one for each kind of load, and `config.json`. A value is the geometric
 * mean over the valid launches of its arm, which for a single launch is its value; a case that has none is
 * `NA`. The report's values are over the judged pairs alone, so that they differ from these where a launch
 * was disturbed.
 */
export function historicalFiles(record: RunRecord): PlannedFile[] {
  const samples = samplesOf(record, () => '').filter((sample) => sample.valid)
  const { plan } = record
  const stages = plan.stages.filter(({ recipe }) => recipe.engine === sglangDefinition.name)
  return stages.flatMap((stage) =>
    arms.flatMap((arm) => {
      const results = armResults(plan, stage, arm, samples)
      const csvs = csvFiles(stage, plan.request.mode, results)
      const folders = [...new Set(csvs.map(({ path }) => dirname(path)))]
      return [...csvs, ...folders.map((folder) => ({ path: `${folder}/config.json`, text: results.config }))]
    }),
  )
}

function csvFiles(stage: StagePlan, mode: BenchmarkMode, arm: ArmResults): PlannedFile[] {
  if (stage.benchmarkType === 'offline')
    return [{ path: offlineCsvPath(arm.names, mode), text: offlineCsv(stage, arm) }]
  const kinds = new Set(onlineCasesOf(stage).map(({ load }) => kindOf(load)))
  return [...kinds].map((kind) => ({
    path: onlineCsvPath(arm.names, kind),
    text: onlineCsv(stage, kind, arm),
  }))
}
