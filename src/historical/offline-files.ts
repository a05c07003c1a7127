import type { BenchmarkMode } from '../comparison/benchmark-type.js'
import type { OfflineMetricName } from '../engines/sglang/metrics.js'
import type { OfflineStagePlan } from '../comparison/plan.js'
import type { ArmResults } from './arm-results.js'
import { writeOfflineCsv, type OfflineCsvRow } from './offline-csv.js'
import { offlineCsvPath, offlineFolder } from './paths.js'
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
      values: offlineValues((metric) => meanOf(name, metric)),
    }),
  )
  return [
    { path: offlineCsvPath(names, mode), text: writeOfflineCsv(rows) },
    { path: `${offlineFolder(names, mode)}/config.json`, text: config },
  ]
}

function offlineValues(valueOf: (metric: OfflineMetricName) => number | null): OfflineCsvRow['values'] {
  return {
    e2e_throughput: valueOf('e2e_throughput'),
    e2e_latency: valueOf('e2e_latency'),
    prefill_latency: valueOf('prefill_latency'),
    prefill_throughput: valueOf('prefill_throughput'),
    decode_latency: valueOf('decode_latency'),
    decode_throughput: valueOf('decode_throughput'),
  }
}
