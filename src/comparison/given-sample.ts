import type { Sample } from './samples.js'

/** What nothing can be judged without. */
type Needed = 'case' | 'metric' | 'better' | 'pair' | 'arm' | 'value'

/** A sample as another program has it: six fields are needed, the others have the defaults of `samples.csv`. */
export type GivenSample = Pick<Sample, Needed> & Partial<Omit<Sample, Needed>>

/** Fills in the defaults. Where no order is told, none that would let neighbouring pairs be compared is claimed. */
export function completeSample(given: GivenSample): Sample {
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
    ...given,
    valid: valid && value !== null,
  }
}
