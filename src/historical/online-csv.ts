import type { StagePlan } from '../comparison/plan.js'
import type { OnlineCase, OnlineLoad } from '../engines/online-cases.js'
import type { OnlineMetricName } from '../engines/sglang/metrics.js'
import { onlineCasesOf, sglangRecipe } from '../engines/sglang/stage.js'
import type { ArmResults } from './arm-results.js'
import { valueText } from './table.js'

/** The three metrics of the file, in its order: a section each, in milliseconds. */
export const sections = [
  ['e2e_latency_median', 'Median E2E Latency (ms, lower better)'],
  ['ttft_median', 'Median TTFT (ms, lower better)'],
  ['itl_median', 'Median ITL (ms, lower better)'],
] as const satisfies readonly (readonly [OnlineMetricName, string])[]

/** A file has one kind of load. */
export type LoadKind = 'request rate' | 'concurrency'

export function kindOf(load: OnlineLoad): LoadKind {
  return 'requestRate' in load ? 'request rate' : 'concurrency'
}

/**
 * The historical file of an arm's online stage, of the cases with that kind of load: tabs despite its name,
 * LF, a section for each metric with a blank line before it, two decimals as SGLang prints them, `NA` for
 * what was not measured.
 */
export function onlineCsv(stage: StagePlan, kind: LoadKind, arm: ArmResults): string {
  const { model, variant } = sglangRecipe(stage).historical
  const isRate = kind === 'request rate'
  const cases = onlineCasesOf(stage).filter(({ load }) => kindOf(load) === kind)
  const label = isRate ? `MI300x-${arm.backend ?? 'NA'}, ${stage.host}` : `${model}-${variant}`
  const blocks = sections.map(([metric, heading]) => {
    const measured = cases.map(({ name }) => valueText(arm.meanOf(name, metric), 2))
    const { above, below } = referenceRows(stage, cases, metric, label, measured)
    return [[heading], [kind, ...cases.map(loadText)], ...above, [label, ...measured], ...below]
  })
  const title = `${isRate ? 'Online mode' : 'Online Serving Benchmark'} - ${model} (${arm.names.tag})`
  return [[[title]], ...blocks].map(blockText).join('\n')
}

function blockText(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.join('\t')}\n`).join('')
}

/**
 * Above the measured row the values of other hardware that the recipe has for these cases, `NA` where it lacks
 * one; below it their ratio to the measured ones in whole percent, cut off. No rows where the recipe has none.
 */
function referenceRows(
  stage: StagePlan,
  cases: readonly OnlineCase[],
  metric: (typeof sections)[number][0],
  label: string,
  measured: readonly string[],
): { above: string[][]; below: string[][] } {
  const given = sglangRecipe(stage).online?.reference
  if (given === undefined || !cases.some(({ name }) => name in given.cases)) {
    return { above: [], below: [] }
  }
  const values = cases.map(({ name }) => `${given.cases[name]?.[metric] ?? 'NA'}`)
  const ratios = values.map((value, index) => {
    const percent = Math.trunc((Number(value) / Number(measured[index])) * 100)
    return `${Number.isFinite(percent) ? percent : 'NA'}%`
  })
  // `H100/MI300x-aiter`: the node's name is left out.
  return {
    above: [[given.label, ...values]],
    below: [[`${given.label}/${label.split(',', 1)[0] ?? label}`, ...ratios]],
  }
}

/** `1`, `0.5`, `inf`. */
function loadText({ load }: OnlineCase): string {
  const figure = 'requestRate' in load ? load.requestRate : load.maxConcurrency
  return figure === Infinity ? 'inf' : `${figure}`
}
