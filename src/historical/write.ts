import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { arms } from '../comparison/arm.js'
import { sglangDefinition } from '../engines/sglang/definition.js'
import { writeFileAtomically } from '../run/atomic-file.js'
import type { RunRecord } from '../run/record.js'
import { samplesOf } from '../run/samples.js'
import { armResults } from './arm-results.js'
import { offlineFiles } from './offline-files.js'
import { onlineFiles } from './online-files.js'

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
 * For each stage and arm the CSV and `config.json`. A value is the geometric mean over the valid launches of
 * its arm, which for a single launch is its value; a case that has none is `NA`. The report's values are over
 * the judged pairs alone, so that they differ from these where a launch was disturbed.
 */
export function historicalFiles(record: RunRecord): PlannedFile[] {
  const samples = samplesOf(record, () => '').filter((sample) => sample.valid)
  const { plan } = record
  const stages = plan.stages.filter(({ recipe }) => recipe.engine === sglangDefinition.name)
  return stages.flatMap((stage) =>
    arms.flatMap((arm) => {
      const results = armResults(plan, stage, arm, samples)
      return stage.benchmarkType === 'offline'
        ? offlineFiles(stage, plan.request.mode, results)
        : onlineFiles(stage, results)
    }),
  )
}
