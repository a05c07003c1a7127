import type { BenchmarkMode } from '../comparison/benchmark-type.js'
import type { OfflineStagePlan } from '../comparison/plan.js'
import type { ArmResults } from './arm-results.js'
import { valueColumns, writeOfflineCsv, type OfflineCsvRow } from './offline-csv.js'
import { offlineCsvPath, offlineFolder } from './paths.js'
import { valuesOf } from './table.js'
import type { PlannedFile } from './write.js'

/** The CSV of an arm's offline stage, and `config.json` beside it. */
export function offlineFiles(stage: OfflineStagePlan, mode: BenchmarkMode, arm: ArmResults): PlannedFile[] {
  const { names, backend, config, meanOf } = arm
  const rows = stage.cases.map(
    ({ name, tensorParallel, batchSize, inputLength, outputLength }): OfflineCsvRow => ({
      tensorParallel,
      batchSize,
      inputLength,
      outputLength,
      ...(stage.recipe.historical.backendColumn ? { backend: backend ?? 'NA' } : {}),
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
