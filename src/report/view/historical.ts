import { arms, type Arm } from '../../comparison/arm.js'
import type { Metric } from '../../comparison/metric.js'
import type { HistoricalRun, HistoricalTable } from '../../historical/read-run.js'
import type { Cell, Origin } from '../../historical/table.js'
import { decidingMetrics as plannedToDecide } from '../../verdict/planned-options.js'
import { namesOf } from '../words/names.js'
import { formatMargin } from '../words/numbers.js'
import type { Fact } from './environment.js'
import { headlineOf } from './headline.js'
import { caseIntervals } from '../charts/intervals.js'
import { judgeHistorically, type HistoricalCell } from './judge-historically.js'
import { missingCases } from './missing-cases.js'
import { decidingMetrics } from './named-metrics.js'
import { type ReportView, viewOfStages } from './report-view.js'
import { sectionRows } from './rows.js'
import { headingOf, unitsOf, type StageView } from './stage-view.js'
import { summaryOf } from './summary.js'

/** The historical threshold of ± 5 %. */
export const historicalThreshold = 0.05

/** The view of a run directory that the historical tool wrote: one run of each arm, its rule, its marks. */
export function viewOfHistoricalRun(run: HistoricalRun, threshold = historicalThreshold): ReportView {
  const titles = titlesOf(run)
  const stages = run.tables.map((table) => stageView(table, titles(table.model), threshold))
  const pullRequest = /^pr(\d+)_/.exec(run.name)?.[1]
  return {
    title: pullRequest === undefined ? run.name : `Pull request ${pullRequest}`,
    subject: '',
    link: '',
    about: [run.name],
    headline: headlineOf({ ending: 'finished', margins: formatMargin(threshold) }, stages),
    next: [],
    notes: [...originDifferences(run), ...run.remarks],
    accuracy: [],
    ...viewOfStages(stages),
    problems: [],
    arms: { rows: [], differences: [] },
    environment: run.tables.flatMap((table) => environmentOf(table, titles(table.model))),
    commands: [],
  }
}

/** A sentence for each table whose arms were not measured in the same place with the same things. */
export function originDifferences(run: HistoricalRun): string[] {
  const titles = titlesOf(run)
  return run.tables.flatMap((table) => {
    const { main, pr } = table.arms
    const differing = (['host', 'backend', 'image'] as const).filter((part) => {
      const [ours = '', theirs = ''] = [main?.origin[part], pr?.origin[part]]
      return ours !== '' && theirs !== '' && ours !== theirs
    })
    if (differing.length === 0) return []
    const said = (origin: Origin | undefined) =>
      differing.map((part) => `${part === 'image' ? 'image ' : ''}${origin?.[part] ?? ''}`).join(', ')
    const name = nameOf(table, titles(table.model))
    return [`${name}: the arms differ. main: ${said(main?.origin)}; pr: ${said(pr?.origin)}.`]
  })
}

function nameOf({ benchmarkType, mode }: HistoricalTable, title: string): string {
  return `${title.toLowerCase()}/${benchmarkType}${modeWords(mode)}`
}

function modeWords(mode: string): string {
  return mode === '' ? '' : `, ${mode.replaceAll('_', ' ')}`
}

function stageView(table: HistoricalTable, title: string, threshold: number): StageView {
  const measured = table.metrics.filter((metric) => isMeasured(table, metric))
  const deciding = plannedToDecide(measured).map(({ name }) => name)
  const judged = judgeHistorically(table, cellsOfTable(table, measured), deciding, threshold)
  const names = namesOf(measured)
  const metrics = decidingMetrics(judged, names)
  const lacking = missingCases(judged.cells)
  return {
    name: nameOf(table, title),
    heading: `${headingOf(title, table.benchmarkType)}${modeWords(table.mode)}`,
    judged,
    metrics,
    summary: summaryOf(judged, metrics, lacking, false),
    pairs: '1 run',
    notes: [unitsOf(table.benchmarkType)],
    method: [],
    hasIntervals: false,
    rows: sectionRows(judged, names),
    charts: caseIntervals(judged, metrics),
    attempts: undefined,
    problems: [],
    missing: judged.cells.length === 0 ? 'its files could not be read' : '',
    cutShort: '',
    missingCases: lacking,
  }
}

function cellsOfTable(table: HistoricalTable, metrics: readonly Metric[]): HistoricalCell[] {
  const names = new Set(arms.flatMap((arm) => [...(table.arms[arm]?.cases.keys() ?? [])]))
  const cells: HistoricalCell[] = []
  for (const name of names) {
    for (const metric of metrics) {
      const { unit, better } = metric
      const sides = { main: sideOf(table, 'main', name, metric), pr: sideOf(table, 'pr', name, metric) }
      cells.push({ case: name, metric: metric.name, unit, better, ...sides })
    }
  }
  return cells
}

/** A metric that stands in no file is none of the table. */
function isMeasured(table: HistoricalTable, metric: Metric): boolean {
  return arms.some((arm) => {
    const cases = table.arms[arm]?.cases.values() ?? []
    return [...cases].some((cells) => cells[metric.name] !== undefined)
  })
}

function sideOf(table: HistoricalTable, arm: Arm, name: string, metric: Metric): Cell {
  const found = table.arms[arm]
  if (found === undefined) return { missing: 'no file' }
  const cells = found.cases.get(name)
  if (cells === undefined) return { missing: found.otherCases }
  return cells[metric.name] ?? { missing: 'not measured' }
}

function environmentOf(table: HistoricalTable, title: string): Fact[] {
  return arms.flatMap((arm) => {
    const found = table.arms[arm]
    if (found === undefined) return []
    const { host, backend, image } = found.origin
    const parts = [
      image === '' ? '' : `image ${image}`,
      backend === '' ? '' : `attention backend ${backend}`,
      host === '' ? '' : `host ${host}`,
    ]
    const text = parts.filter((part) => part !== '').join(', ')
    return [{ label: `${title} ${table.benchmarkType}, ${arm}`, code: found.path, text }]
  })
}

/** The title of a model: short, or its folder's name where another one would have the same. */
function titlesOf({ tables }: HistoricalRun): (model: string) => string {
  const models = [...new Set(tables.map(({ model }) => model))]
  return (model) => {
    const title = shortTitle(model)
    return models.filter((other) => shortTitle(other) === title).length > 1 ? model : title
  }
}

function shortTitle(model: string): string {
  if (/^grok/i.test(model)) return 'Grok'
  return /^deepseek/i.test(model) ? 'DeepSeek' : model
}
