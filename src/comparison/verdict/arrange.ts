import type { Arm } from '../arm.js'
import type { Sample } from '../samples.js'
import { median } from '../statistics/location.js'
import { finding, type Finding } from './findings.js'
import { placeOf, readRows, type Row } from './read-rows.js'
import { reasonKey, type Attempt, type MetricTable, type StageTables } from './tables.js'

/** Samples sorted into tables, and what was wrong with them. */
export interface Arrangement {
  readonly stages: readonly StageTables[]
  readonly findings: readonly Finding[]
}

/** Sorts samples into one set of tables a stage, in the order in which stages, metrics and cases first appear. */
export function arrange(samples: readonly Sample[]): Arrangement {
  const { rows, findings } = readRows(samples)
  const stages = group(rows, ({ sample }) => `${sample.model}\n${sample.benchmarkType}`)
  const tables = [...stages.values()].flatMap((own) => arrangeStage(own, findings))
  return { stages: tables, findings }
}

function arrangeStage(rows: readonly Row[], findings: Finding[]): StageTables[] {
  const [first] = rows
  if (first === undefined) return []
  const attempts = inOrder([...group(rows, ({ sample }) => attemptKey(sample)).values()])
  const position = new Map(attempts.map((own, index) => [own[0] === undefined ? '' : attemptKey(own[0].sample), index]))
  const metrics = group(rows, ({ sample }) => sample.metric)
  const { model, benchmarkType } = first.sample
  return [
    {
      model,
      benchmarkType,
      attempts: attempts.flatMap(attemptOf),
      metrics: [...metrics.values()].flatMap((own) => metricTable(own, position, findings)),
    },
  ]
}

function attemptKey({ pair, attempt }: Sample): string {
  return `${pair}/${attempt}`
}

/** Attempts in the order in which they ran: by start where every row has one, else by number. */
function inOrder(attempts: readonly (readonly Row[])[]): (readonly Row[])[] {
  const started = attempts.map((rows) => rows.map(({ sample }) => Date.parse(sample.startedAt)))
  const timed = started.every((times) => times.every(Number.isFinite))
  const ranked = attempts.map((rows, index) => {
    const sample = rows[0]?.sample
    const start = timed ? Math.min(...(started[index] ?? [])) : 0
    return { rows, rank: [start, sample?.pair ?? 0, sample?.attempt ?? 0] as const }
  })
  return ranked.sort((a, b) => compareRanks(a.rank, b.rank)).map(({ rows }) => rows)
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < a.length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function attemptOf(rows: readonly Row[]): Attempt[] {
  const [row] = rows
  if (row === undefined) return []
  const { pair, attempt } = row.sample
  const leading = rows.find(({ sample }) => sample.position === 1)?.sample.arm
  const trailing = rows.find(({ sample }) => sample.position === 2)?.sample.arm
  const first: Arm = leading ?? (trailing === 'main' ? 'pr' : 'main')
  return [{ pair, attempt, first }]
}

function metricTable(rows: readonly Row[], position: ReadonlyMap<string, number>, findings: Finding[]): MetricTable[] {
  const [first] = rows
  if (first === undefined) return []
  const { metric, unit, better } = first.sample
  const columns = new Map<string, number>()
  for (const { sample } of rows) if (!columns.has(sample.case)) columns.set(sample.case, columns.size)
  const empty = (): Row[][][] => Array.from({ length: position.size }, () => Array.from({ length: columns.size }, () => []))
  const found = { main: empty(), pr: empty() }
  const reasons = new Map<string, string>()
  for (const row of rows) {
    const { sample } = row
    const cell = found[sample.arm][position.get(attemptKey(sample)) ?? 0]?.[columns.get(sample.case) ?? 0]
    cell?.push(row)
    if (row.signedLog === null && sample.reason !== '') reasons.set(reasonKey(sample.case, sample.arm), sample.reason)
  }
  const logs = (arm: Arm) => found[arm].map((launch) => launch.map((cell) => oneValue(cell, findings)))
  return [{ metric, unit, better, cases: [...columns.keys()], logs: { main: logs('main'), pr: logs('pr') }, reasons }]
}

/** A case's value in a launch is the median of what the launch gave for it; more than one row is said. */
function oneValue(rows: readonly Row[], findings: Finding[]): number | null {
  const values = rows.flatMap(({ signedLog }) => (signedLog === null ? [] : [signedLog]))
  const [first, second] = rows
  if (values.length > 1 && first !== undefined && second !== undefined) {
    const { pair, arm, metric, case: name } = second.sample
    const sentence = `row ${second.row}, column pair: ${arm} of pair ${pair} has ${rows.length} rows for ${metric}, ${name} (the first is row ${first.row}); their median is judged`
    findings.push(finding('input', sentence, { ...placeOf(second.sample), row: second.row, column: 'pair' }))
  }
  return values.length === 0 ? null : median(values)
}

function group<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const own = groups.get(key)
    if (own === undefined) groups.set(key, [item])
    else own.push(item)
  }
  return groups
}
