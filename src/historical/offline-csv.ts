import type { StagePlan } from '../comparison/plan.js'
import type { OfflineMetricName } from '../engines/sglang/metrics.js'
import { offlineCasesOf, sglangRecipe } from '../engines/sglang/stage.js'
import type { ArmResults } from './arm-results.js'
import { valueText } from './table.js'

/** Column -> key of the case. */
export const shapeColumns = [
  ['TP', 'tensorParallel'],
  ['batch_size', 'batchSize'],
  ['IL', 'inputLength'],
  ['OL', 'outputLength'],
] as const

/** In the file's order, with the decimals that SGLang prints, which the historical tool copied. */
export const valueColumns: readonly (readonly [
  column: string,
  metric: OfflineMetricName,
  decimals: number,
])[] = [
  ['Prefill_latency(s)', 'prefill_latency', 5],
  ['Median_decode_latency(s)', 'decode_latency', 5],
  ['E2E_Latency(s)', 'e2e_latency', 3],
  ['Prefill_Throughput(token/s)', 'prefill_throughput', 2],
  ['Median_Decode_Throughput(token/s)', 'decode_throughput', 2],
  ['E2E_Throughput(token/s)', 'e2e_throughput', 2],
]

/**
 * The historical file of an arm's offline stage: commas, LF, `NA` for what was not measured, as many decimals
 * as SGLang prints; full precision is in samples.csv. DeepSeek's files have no column of the backend.
 */
export function offlineCsv(stage: StagePlan, { backend = 'NA', meanOf }: ArmResults): string {
  const hasBackend = sglangRecipe(stage).historical.backendColumn
  const header = [
    ...shapeColumns.map(([column]) => column),
    ...(hasBackend ? ['Backend'] : []),
    ...valueColumns.map(([column]) => column),
  ]
  const rows = offlineCasesOf(stage).map((planned) => [
    ...shapeColumns.map(([, key]) => planned[key]),
    ...(hasBackend ? [backend] : []),
    ...valueColumns.map(([, metric, decimals]) => valueText(meanOf(planned.name, metric), decimals)),
  ])
  return [header, ...rows].map((cells) => `${cells.join(',')}\n`).join('')
}
