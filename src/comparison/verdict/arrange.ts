import type { Sample } from '../samples.js'
import { median } from '../statistics/location.js'
import type { Finding } from './findings.js'
import { inputFinding, readRows, type Row } from './read-rows.js'
import { orderAttempts, type OrderedAttempts } from './order-attempts.js'
import { reasonKey, type MetricTable, type StageTables } from './tables.js'

/** Samples sorted into tables, and what was wrong with them. */
export interface Arrangement {
  readonly stages: readonly StageTables[]
  readonly findings: readonly Finding[]
}

/** Sorts samples into one set of tables a stage, models in the order in which they first appear. */
export function arrange(samples: readonly Sample[]): Arrangement {
  const { rows, findings } = readRows(samples)
  const stages = group(rows, ({ sample }) => sample.model).flatMap((model) =>
    group(model, ({ sample }) => sample.benchmarkType).flatMap((stage) => arrangeStage(stage, findings)),
  )
  return { stages, findings }
}

function arrangeStage(rows: readonly Row[], findings: Finding[]): StageTables[] {
  const [first] = rows
  if (first === undefined) return []
  const { model, benchmarkType } = first.sample
  const attempts = orderAttempts(rows)
  const metrics = group(rows, ({ sample }) => sample.metric).flatMap((own) =>
    metricTable(own, attempts, findings),
  )
  return [{ model, benchmarkType, attempts: attempts.ordered, metrics }]
}

function metricTable(rows: readonly Row[], attempts: OrderedAttempts, findings: Finding[]): MetricTable[] {
  const [first] = rows
  if (first === undefined) return []
  const { metric, unit, better } = first.sample
  const columns = new Map<string, number>()
  for (const { sample } of rows) if (!columns.has(sample.case)) columns.set(sample.case, columns.size)
  const reasons = new Map<string, string>()
  const empty = () =>
    attempts.ordered.map(() => Array.from({ length: columns.size }, (): number | null => null))
  const logs = { main: empty(), pr: empty() }
  const repeats = new Map<(number | null)[], Map<number, number[]>>()
  for (const { row, sample, signedLog } of rows) {
    if (sample.better !== better) {
      const why = `"${sample.better}" where row ${first.row} says "${better}" for ${metric}; the row is left out`
      findings.push(inputFinding(sample, row, 'better', why))
      continue
    }
    if (signedLog === null) {
      if (sample.reason !== '') reasons.set(reasonKey(sample.case, sample.arm), sample.reason)
      continue
    }
    const launch = logs[sample.arm][attempts.indexOf(sample)]
    const column = columns.get(sample.case)
    if (launch === undefined || column === undefined) continue
    const before = launch[column] ?? null
    if (before === null) {
      launch[column] = signedLog
      continue
    }
    findings.push(
      inputFinding(
        sample,
        row,
        'pair',
        `${sample.arm} of pair ${sample.pair} has more than one row for ${metric}, ${sample.case}; their median is judged`,
      ),
    )
    const ofLaunch = repeats.get(launch) ?? new Map<number, number[]>()
    repeats.set(launch, ofLaunch.set(column, [...(ofLaunch.get(column) ?? [before]), signedLog]))
  }
  for (const [launch, cells] of repeats) for (const [column, values] of cells) launch[column] = median(values)
  return [{ metric, unit, better, cases: [...columns.keys()], logs, reasons }]
}

function group<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const own = groups.get(key)
    if (own === undefined) groups.set(key, [item])
    else own.push(item)
  }
  return [...groups.values()]
}
