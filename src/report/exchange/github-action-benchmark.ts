import type { Better } from '../../comparison/metric.js'
import type { Judgement } from '../../verdict/judgement.js'
import { printable } from '../markdown/text.js'
import { formatChange, formatInterval, formatValue } from '../words/numbers.js'
import { verdictWords } from '../words/verdict.js'
import { exchangedValues } from './values.js'

/** An entry of the tools `customBiggerIsBetter` and `customSmallerIsBetter`. */
export interface BenchmarkEntry {
  readonly name: string
  readonly unit: string
  readonly value: number
  readonly range?: string
  /** Shown when somebody points at the value. */
  readonly extra: string
}

/**
 * The pull request's values for github-action-benchmark. Its files hold metrics of one direction only.
 * https://github.com/benchmark-action/github-action-benchmark#examples
 */
export function benchmarkEntries(judgement: Judgement, better: Better): BenchmarkEntry[] {
  return exchangedValues(judgement)
    .filter(({ cell }) => cell.better === better)
    .map(({ stage, cell, value, bounds }) => {
      const { main, unit, change, low, high, verdict } = cell
      const extra = [
        ...(main === null ? [] : [`main ${formatValue(main, unit)}`]),
        ...(change === null ? [] : [`change ${formatChange(change)}, + is faster`]),
        ...(low === null || high === null ? [] : [`95 % interval ${formatInterval({ low, high })}`]),
        verdictWords(verdict),
      ]
      return {
        name: printable(`${stage} ${cell.case} ${cell.metric}`),
        unit,
        value,
        ...(bounds && { range: bounds.map((bound) => formatValue(bound, unit)).join(' to ') }),
        extra: extra.join('\n'),
      }
    })
}
