import type { Arm } from '../comparison/arm.js'
import { traitsOf, type MetricTraits } from '../comparison/metric.js'
import type { Sample } from '../comparison/samples.js'
import { median } from './statistics/location.js'
import { AttemptIndex } from './attempt-index.js'
import { entry } from './entry.js'
import { finding, type Finding } from './findings.js'
import {
  faultOf,
  inputFinding,
  isSample,
  signedLogOf,
  shown,
  unitOf,
  type ColumnFault,
} from './read-sample.js'
import { reasonKey, type MetricTable, type StageTables } from './tables.js'

/** Samples sorted into tables, and what was wrong with them. */
export interface Arrangement {
  readonly stages: readonly StageTables[]
  readonly findings: readonly Finding[]
}

/** The row that a sample stands on, by its index: what a finding names. */
export type RowOf = (index: number) => number

/** The header is line 1 of samples.csv, and each sample a line of its own. */
const rowAfterHeader: RowOf = (index) => index + 2

/**
 * Sorts samples into one set of tables a stage, in the order in which stages, metrics and cases first
 * appear. A row that does not say which launch it belongs to is left out; a value that has no logarithm
 * counts as missing; of several values of a launch for one cell the median is taken. Each is said with row
 * and column; `rowOf` is asked where something is said, and only there. Void rows are read and give no
 * value.
 */
export function arrange(samples: readonly Sample[], rowOf: RowOf = rowAfterHeader): Arrangement {
  const findings: Finding[] = []
  const models = new Map<string, Map<string, StageDraft>>()
  // Not forEach, which passes over the gaps of a list.
  for (const [index, sample] of samples.entries()) {
    if (!isSample(sample)) {
      const row = rowOf(index)
      findings.push(finding({ kind: 'input', fault: { kind: 'no-sample' } }, { row }))
      continue
    }
    const fault = faultOf(sample)
    if (fault !== undefined) {
      findings.push(inputFinding(sample, rowOf(index), fault))
      continue
    }
    const stages = entry(models, sample.model, () => new Map<string, StageDraft>())
    const stage = entry(stages, sample.benchmarkType, () => ({
      attempts: new AttemptIndex(),
      metrics: new Map(),
    }))
    const told = addSample(stage, sample, index, rowOf)
    for (const each of told) findings.push(inputFinding(sample, rowOf(index), each))
  }
  const stages = [...models].flatMap(([model, types]) =>
    [...types].map(([benchmarkType, draft]) => finishStage(model, benchmarkType, draft)),
  )
  return { stages, findings }
}

interface StageDraft {
  readonly attempts: AttemptIndex
  readonly metrics: Map<string, MetricDraft>
}

interface MetricDraft {
  /** The first that a value has, and the index of its sample; '' while none tells one. */
  unit: string
  unitIndex: number
  readonly better: Sample['better']
  readonly traits: Partial<MetricTraits>
  readonly firstIndex: number
  readonly columns: Map<string, number>
  readonly reasons: Map<string, string>
  /** Of `reasons` those of rows without any value. */
  readonly isFailure: Set<string>
  /** By arm, attempt in order of appearance, and column: one signed log, or all that the launch gave. */
  readonly values: Record<Arm, Map<number, (number | number[])[]>>
  /** By arm and column: launches in which the server fell behind. */
  readonly behind: Record<Arm, number[]>
}

/** Places a sample in its stage's tables. What is wrong with it. */
function addSample(stage: StageDraft, sample: Sample, index: number, rowOf: RowOf): ColumnFault[] {
  const { metric, arm, case: name, value, valid } = sample
  const draft = entry(stage.metrics, metric, () => newMetric(sample, index))
  if (sample.better !== draft.better) {
    const row = rowOf(draft.firstIndex)
    const fault = { kind: 'other-direction', value: sample.better, row, known: draft.better } as const
    return [{ column: 'better', fault }]
  }
  const { place, faults } = stage.attempts.take(sample)
  const column = entry(draft.columns, name, () => draft.columns.size)
  const isMeasured = valid && value !== null
  const signedLog = isMeasured ? signedLogOf(sample) : null
  const unusable = isMeasured ? unusableBecause(draft, sample, index, signedLog, rowOf) : undefined
  if (unusable !== undefined) faults.push(unusable)
  if (signedLog === null || unusable !== undefined) {
    noteReason(draft, sample)
    return faults
  }
  const launch = entry(draft.values[arm], place, (): (number | number[])[] => [])
  const before = launch[column]
  if (before === undefined) {
    launch[column] = signedLog
    if (sample.saturated === true) draft.behind[arm][column] = (draft.behind[arm][column] ?? 0) + 1
    return faults
  }
  // Told once: a file with a row for each request has thousands of them.
  if (typeof before !== 'number') {
    before.push(signedLog)
    return faults
  }
  launch[column] = [before, signedLog]
  return [...faults, { column: 'pair', fault: { kind: 'several-values', arm, pair: sample.pair } }]
}

/**
 * Why a value says nothing: it has no logarithm, or is in another unit than its metric's, so that the
 * change would be the units'.
 */
function unusableBecause(
  draft: MetricDraft,
  { unit, value }: Sample,
  index: number,
  signedLog: number | null,
  rowOf: RowOf,
): ColumnFault | undefined {
  if (signedLog === null) return { column: 'value', fault: { kind: 'no-number', value: shown(value) } }
  const given = unitOf(unit)
  if (given === '' || given === draft.unit) return undefined
  if (draft.unit !== '') {
    const row = rowOf(draft.unitIndex)
    const fault = { kind: 'other-unit', value: shown(given), row, known: shown(draft.unit) } as const
    return { column: 'unit', fault }
  }
  draft.unit = given
  draft.unitIndex = index
  return undefined
}

/**
 * Keeps why a case has no value: its own failure rather than that of a launch which is void with its
 * values.
 */
function noteReason({ reasons, isFailure }: MetricDraft, { case: name, arm, value, reason }: Sample): void {
  const key = reasonKey(name, arm)
  if (typeof (reason as unknown) !== 'string' || reason === '' || (value !== null && isFailure.has(key)))
    return
  reasons.set(key, reason)
  if (value === null) isFailure.add(key)
}

function newMetric({ unit, better, ...sample }: Sample, index: number): MetricDraft {
  return {
    unit: unitOf(unit),
    unitIndex: index,
    better,
    traits: traitsOf(sample),
    firstIndex: index,
    columns: new Map(),
    reasons: new Map(),
    isFailure: new Set(),
    values: { main: new Map(), pr: new Map() },
    behind: { main: [], pr: [] },
  }
}

function finishStage(model: string, benchmarkType: string, draft: StageDraft): StageTables {
  const ordered = draft.attempts.ordered()
  const metrics = [...draft.metrics].map(
    ([metric, { unit, better, traits, columns, reasons, values, behind }]): MetricTable => {
      const rows = (arm: Arm) =>
        ordered.map(({ place }) => finishLaunch(values[arm].get(place) ?? [], columns.size))
      return {
        metric,
        unit,
        better,
        ...traits,
        cases: [...columns.keys()],
        logs: { main: rows('main'), pr: rows('pr') },
        reasons,
        ...(behind.main.length === 0 && behind.pr.length === 0 ? {} : { behind }),
      }
    },
  )
  return { model, benchmarkType, attempts: ordered.map(({ attempt }) => attempt), metrics }
}

function finishLaunch(launch: readonly (number | number[] | undefined)[], width: number): (number | null)[] {
  const row: (number | null)[] = []
  for (let column = 0; column < width; column++) {
    const value = launch[column]
    row.push(value === undefined ? null : typeof value === 'number' ? value : median(value))
  }
  return row
}
