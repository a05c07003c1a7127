import type { OfflineMetricName } from '../engines/sglang/metrics.js'
import { valueText } from './table.js'

export interface OfflineCsvShape {
  readonly tensorParallel: number
  readonly batchSize: number
  readonly inputLength: number
  readonly outputLength: number
}

/** One case of an arm: latencies in seconds, throughputs in token/s; null where nothing was measured. */
export interface OfflineCsvRow extends OfflineCsvShape {
  /** The attention backend. DeepSeek's files have no such column. */
  readonly backend?: string
  readonly values: Readonly<Record<OfflineMetricName, number | null>>
}

/** Column -> key. */
export const shapeColumns = [
  ['TP', 'tensorParallel'],
  ['batch_size', 'batchSize'],
  ['IL', 'inputLength'],
  ['OL', 'outputLength'],
] as const
export const backendColumn = 'Backend'

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
export const offlineColumns = [
  ...shapeColumns.map(([column]) => column),
  backendColumn,
  ...valueColumns.map(([column]) => column),
]

/**
 * Writes the historical file: commas, LF, `NA` for what was not measured, as many decimals as SGLang prints.
 * So what is read from a historical file is written again byte for byte; full precision is in samples.csv.
 * The Backend column is there if any row has a backend.
 */
export function writeOfflineCsv(rows: readonly OfflineCsvRow[]): string {
  const hasBackend = rows.some((row) => row.backend !== undefined)
  const header = offlineColumns.filter((column) => hasBackend || column !== backendColumn)
  const lines = rows.map((row) => [
    ...shapeColumns.map(([, key]) => String(row[key])),
    ...(hasBackend ? [row.backend ?? 'NA'] : []),
    ...valueColumns.map(([, metric, decimals]) => valueText(row.values[metric], decimals)),
  ])
  return [header, ...lines].map((cells) => `${cells.join(',')}\n`).join('')
}
