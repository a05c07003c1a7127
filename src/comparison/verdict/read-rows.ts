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
  samples.forEach((sample, index) => {
    const row = index + firstRow
    const wrong = wrongColumn(sample)
    if (wrong !== undefined) {
      findings.push(inputFinding(sample, row, wrong.column, `${wrong.why}; the row is left out`))
      return
    }
    const signedLog = sample.valid ? signedLogOf(sample) : null
    if (sample.valid && sample.value !== null && signedLog === null)
      findings.push(
        inputFinding(
          sample,
          row,
          'value',
          `${sample.value} is no positive finite number; it counts as missing`,
        ),
      )
    rows.push({ row, sample, signedLog })
  })
  return { rows, findings }
}

/** A finding about one row and column. */
export function inputFinding(sample: Sample, row: number, column: string, why: string): Finding {
  const { model, benchmarkType, metric, case: name } = sample
  return finding('input', `row ${row}, column ${column}: ${why}`, {
    model,
    benchmarkType,
    metric,
    case: name,
    row,
    column,
  })
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
