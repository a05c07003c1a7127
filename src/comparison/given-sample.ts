import type { Sample } from './samples.js'

/** What nothing can be judged without. */
type Needed = 'case' | 'metric' | 'better' | 'pair' | 'arm' | 'value'

/**
 * A sample as another program has it: six fields are needed, the others have the defaults of `samples.csv`.
 */
export type GivenSample = Pick<Sample, Needed> & Partial<Omit<Sample, Needed>>

/**
 * Fills in the defaults; what is no object at all is left for the judge to name. Where no order is told, none
 * that would let neighbouring pairs be compared is claimed.
 */
export function completeSample(given: GivenSample): Sample {
  if (!isObject(given)) return given
  const { arm, value, valid = true } = given
  return {
    model: '',
    benchmarkType: '',
    unit: '',
    attempt: 1,
    position: arm === 'main' ? 1 : 2,
    host: '',
    startedAt: '',
    reason: '',
    ...told(given),
    valid: value !== null && valid,
  }
}

/** Without the fields that are there and say nothing, as other programs make them. */
function told(given: GivenSample): GivenSample {
  const values: unknown[] = Object.values(given)
  if (!values.includes(undefined)) return given
  const fields = Object.entries<unknown>(given).filter(([, field]) => field !== undefined)
  return Object.fromEntries(fields) as unknown as GivenSample
}

/** Rows come from other programs' JSON, whatever the types promise. */
function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
