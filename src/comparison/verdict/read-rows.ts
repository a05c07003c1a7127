import type { Sample } from '../samples.js'
import { finding, type Finding } from './findings.js'

/** A sample that can be judged: its place in the file, and ln of its value so that more is faster; null for no value. */
export interface Row {
  readonly row: number
  readonly sample: Sample
  readonly signedLog: number | null
}

/** The header is line 1 of samples.csv. */
const firstRow = 2

/**
 * Checks every sample. A row that says which launch it belongs to is kept, its value left out where it is none or cannot be
 * one (zero, negative, not finite: a logarithm is taken). A row that does not is left out. Each is said with row and column.
 */
export function readRows(samples: readonly Sample[]): { rows: Row[]; findings: Finding[] } {
  const findings: Finding[] = []
  const rows: Row[] = []
  const direction = new Map<string, Sample['better']>()
  samples.forEach((sample, index) => {
    const row = index + firstRow
    const refuse = (column: string, why: string) => {
      findings.push(finding('input', `row ${row}, column ${column}: ${why}`, { ...placeOf(sample), row, column }))
    }
    const wrong = wrongColumn(sample)
    if (wrong !== undefined) {
      refuse(wrong.column, `${wrong.why}; the row is left out`)
      return
    }
    const metric = `${sample.model}\n${sample.benchmarkType}\n${sample.metric}`
    const better = direction.get(metric) ?? sample.better
    direction.set(metric, better)
    if (better !== sample.better) {
      refuse('better', `"${sample.better}" where earlier rows of ${sample.metric} say "${better}"; the row is left out`)
      return
    }
    const signedLog = sample.valid ? signedLogOf(sample) : null
    if (sample.valid && sample.value !== null && signedLog === null)
      refuse('value', `${sample.value} is no positive finite number; it counts as missing`)
    rows.push({ row, sample, signedLog })
  })
  return { rows, findings }
}

/** The place that a finding about a sample names. */
export function placeOf({ model, benchmarkType, metric, case: name }: Sample): Partial<Finding> {
  return { model, benchmarkType, metric, case: name }
}

function wrongColumn(sample: Sample): { column: string; why: string } | undefined {
  // Samples come from files of other engines too: what the types promise is checked here once more.
  const { arm, better, pair, attempt }: Record<'arm' | 'better' | 'pair' | 'attempt', unknown> = sample
  if (arm !== 'main' && arm !== 'pr') return { column: 'arm', why: `"${String(arm)}" is neither main nor pr` }
  if (better !== 'higher' && better !== 'lower')
    return { column: 'better', why: `"${String(better)}" is neither higher nor lower` }
  if (!isCount(pair)) return { column: 'pair', why: `${String(pair)} is no whole number from 1` }
  if (!isCount(attempt)) return { column: 'attempt', why: `${String(attempt)} is no whole number from 1` }
  return undefined
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1
}

function signedLogOf({ value, better }: Sample): number | null {
  if (value === null || !Number.isFinite(value) || value <= 0) return null
  return better === 'higher' ? Math.log(value) : -Math.log(value)
}
