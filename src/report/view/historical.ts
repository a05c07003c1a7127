import { arms, type Arm } from '../../comparison/arm.js'
import type { Metric } from '../../comparison/metric.js'
import type { HistoricalRun, HistoricalTable } from '../../historical/read-run.js'
import type { Cell } from '../../historical/table.js'
import { decidingMetrics as plannedToDecide } from '../../verdict/planned-options.js'
import { namesOf } from '../words/names.js'
import { formatMargin } from '../words/numbers.js'
import { untestedWords } from '../words/stage.js'
import { chartsOf } from './chart.js'
import type { Fact } from './environment.js'
import { headlineOf } from './headline.js'
import { judgeHistorically, type HistoricalCell } from './judge-historically.js'
import { missingCases } from './missing-cases.js'
import { decidingMetrics } from './named-metrics.js'
import type { ReportView } from './report-view.js'
import { sectionRows } from './rows.js'
import { headingOf, unitsOf, type StageView } from './stage-view.js'
import { summaryOf } from './summary.js'

/** The historical threshold of ± 5 %. */
const threshold = 0.05

/** The view of a run directory that the historical tool wrote: one run of each arm, its rule, its marks. */
export function viewOfHistoricalRun(run: HistoricalRun): ReportView {
  const stages = run.tables.map(stageView)
  const pullRequest = /^pr(\d+)_/.exec(run.name)?.[1]
  return {
    title: pullRequest === undefined ? run.name : `Pull request ${pullRequest}`,
    subject: '',
    link: '',
    about: [run.name],
    headline: headlineOf({ ending: 'finished', margins: formatMargin(threshold) }, stages),
    accuracy: [],
    stages,
    problems: [],
    environment: run.tables.flatMap(environmentOf),
    notes: run.remarks,
  }
}

function stageView(table: HistoricalTable): StageView {
  const measured = table.metrics.filter((metric) => isMeasured(table, metric))
  const deciding = plannedToDecide(measured).map(({ name }) => name)
  const judged = judgeHistorically(table, cellsOfTable(table, measured), deciding, threshold)
  const names = namesOf(measured)
  const metrics = decidingMetrics(judged, names)
  const lacking = missingCases(judged.cells)
  const title = modelTitle(table.model)
  const mode = table.mode === '' ? '' : `, ${table.mode.replace('_', ' ')}`
  return {
    name: `${title.toLowerCase()}/${table.benchmarkType}${mode}`,
    heading: `${headingOf(title, table.benchmarkType)}${mode}`,
    judged,
    metrics,
    summary: summaryOf(judged, metrics, lacking, false),
    pairs: '1 run',
    method: [unitsOf(table.benchmarkType), `${untestedWords(judged)}.`],
    hasIntervals: false,
    rows: sectionRows(judged, names),
    charts: chartsOf(judged, metrics, threshold),
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

function environmentOf(table: HistoricalTable): Fact[] {
  return arms.flatMap((arm) => {
    const found = table.arms[arm]
    if (found === undefined) return []
    const backend = found.attentionBackend === '' ? '' : `attention backend ${found.attentionBackend}`
    const image = found.docker === '' ? '' : `image ${found.docker}`
    const text = [image, backend].filter((part) => part !== '').join(', ')
    return [{ label: `${modelTitle(table.model)} ${table.benchmarkType}, ${arm}`, code: found.path, text }]
  })
}

function modelTitle(model: string): string {
  if (/^grok/i.test(model)) return 'Grok'
  return /^deepseek/i.test(model) ? 'DeepSeek' : model
}
