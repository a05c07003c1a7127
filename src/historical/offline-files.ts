import type { BenchmarkMode } from '../comparison/benchmark-type.js'
import type { StagePlan } from '../comparison/plan.js'
import { offlineCasesOf, sglangRecipe } from '../engines/sglang/stage.js'
import type { ArmResults } from './arm-results.js'
import { valueColumns, writeOfflineCsv, type OfflineCsvRow } from './offline-csv.js'
import { offlineCsvPath, offlineFolder } from './paths.js'
import { valuesOf } from './table.js'
import type { PlannedFile } from './write.js'

/** The CSV of an arm's offline stage, and `config.json` beside it. */
export function offlineFiles(stage: StagePlan, mode: BenchmarkMode, arm: ArmResults): PlannedFile[] {
  const { names, backend, config, meanOf } = arm
  const { backendColumn } = sglangRecipe(stage).historical
  const rows = offlineCasesOf(stage).map(
    ({ name, tensorParallel, batchSize, inputLength, outputLength }): OfflineCsvRow => ({
      tensorParallel,
      batchSize,
      inputLength,
      outputLength,
      ...(backendColumn ? { backend: backend ?? 'NA' } : {}),
      values: valuesOf(
        valueColumns.map(([, metric]) => metric),
        (metric) => meanOf(name, metric),
      ),
    }),
  )
  return [
    { path: offlineCsvPath(names, mode), text: writeOfflineCsv(rows) },
    { path: `${offlineFolder(names, mode)}/config.json`, text: config },
  ]
}
