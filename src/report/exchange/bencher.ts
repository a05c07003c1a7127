import type { Judgement } from '../../verdict/judgement.js'
import { printable } from '../markdown/text.js'
import { exchangedValues } from './values.js'

interface Metric {
  readonly value: number
  readonly lower_value?: number
  readonly upper_value?: number
}

/** By benchmark and measure. */
export type BencherResults = Readonly<Record<string, Readonly<Record<string, Metric>>>>

const longestBenchmark = 1024
const longestMeasure = 64

/**
 * The pull request's values in the Bencher Metric Format: a benchmark is a case of a stage, a measure a metric.
 * https://bencher.dev/docs/reference/bencher-metric-format
 */
export function bencherResults(judgement: Judgement): BencherResults {
  const results = new Map<string, Record<string, Metric>>()
  for (const { stage, cell, value, bounds } of exchangedValues(judgement)) {
    const benchmark = named(`${stage} ${cell.case}`, longestBenchmark)
    const [lower, upper] = bounds ?? []
    results.set(benchmark, {
      ...results.get(benchmark),
      [named(cell.metric, longestMeasure)]: {
        value,
        ...(lower === undefined ? {} : { lower_value: lower }),
        ...(upper === undefined ? {} : { upper_value: upper }),
      },
    })
  }
  return Object.fromEntries(results)
}

/** Bencher refuses longer names, and empty ones. */
function named(text: string, longest: number): string {
  return printable(text).slice(0, longest) || 'unnamed'
}
