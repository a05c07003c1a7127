import type { OnlineMetricName } from '../engines/sglang/metrics.js'
import { valueText } from './table.js'

/** The three metrics of the file, in its order: a section each, in milliseconds. */
export const onlineSections = [
  ['e2e_latency_median', 'Median E2E Latency (ms, lower better)'],
  ['ttft_median', 'Median TTFT (ms, lower better)'],
  ['itl_median', 'Median ITL (ms, lower better)'],
] as const satisfies readonly (readonly [OnlineMetricName, string])[]

export type OnlineCsvMetric = (typeof onlineSections)[number][0]

export const onlineMetrics = onlineSections.map(([metric]) => metric)

export type PerSection<Value> = Readonly<Record<OnlineCsvMetric, Value>>

/**
 * One case: a request rate (requests/s, Infinity for all at once) or a concurrency, and its medians in ms.
 */
export interface OnlineCsvRow {
  readonly load: number
  readonly values: PerSection<number | null>
}

/** Values of other hardware that the file shows beside the measured ones, as text: `102.0` stays `102.0`. */
export interface OnlineCsvReference {
  /** `H100`. */
  readonly label: string
  readonly values: PerSection<readonly string[]>
}

export interface OnlineCsvContent {
  /** `Online mode - GROK1 (<tag>)`, `Online Serving Benchmark - DeepSeek-V3-0324 (<tag>)`. */
  readonly title: string
  readonly load: 'request rate' | 'concurrency'
  /** What was measured on: `MI300x-aiter, <node>`, `DeepSeek-V3-0324-FP8`. */
  readonly label: string
  readonly rows: readonly OnlineCsvRow[]
  readonly reference?: OnlineCsvReference
}

/** The title line. The historical tool called the two kinds of load differently. */
export function onlineTitle(load: OnlineCsvContent['load'], model: string, tag: string): string {
  return `${load === 'request rate' ? 'Online mode' : 'Online Serving Benchmark'} - ${model} (${tag})`
}

/**
 * Writes the historical file, byte for byte: tabs despite its name, LF, a section for each metric with a
 * blank line before it, two decimals as SGLang prints them, `NA` for what was not measured. With a reference,
 * a row of its values and one of its ratio to the measured ones, in whole percent cut off, stand around them.
 */
export function writeOnlineCsv(content: OnlineCsvContent): string {
  const { title, load, label, rows, reference } = content
  const line = (first: string, cells: readonly string[]) => [first, ...cells].join('\t')
  const sections = onlineSections.map(([metric, heading]) => {
    const values = rows.map((row) => row.values[metric])
    const references = reference?.values[metric] ?? []
    return [
      heading,
      line(
        load,
        rows.map((row) => loadText(row.load)),
      ),
      ...(reference ? [line(reference.label, references)] : []),
      line(
        label,
        values.map((value) => valueText(value, 2)),
      ),
      ...(reference
        ? [
            line(
              ratioLabel(reference, label),
              values.map((value, index) => ratio(references[index], value)),
            ),
          ]
        : []),
    ]
  })
  return [[title], ...sections].map((lines) => lines.map((text) => `${text}\n`).join('')).join('\n')
}

/** `1`, `0.5`, `inf`. */
export function loadText(load: number): string {
  return load === Infinity ? 'inf' : String(load)
}

/** `H100/MI300x-aiter`: the node's name is left out. */
function ratioLabel(reference: OnlineCsvReference, label: string): string {
  return `${reference.label}/${label.split(',', 1)[0] ?? label}`
}

function ratio(reference: string | undefined, value: number | null): string {
  const percent = value === null ? NaN : Math.trunc((Number(reference) / Number(valueText(value, 2))) * 100)
  return `${Number.isFinite(percent) ? String(percent) : 'NA'}%`
}
