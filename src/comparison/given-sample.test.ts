import { expect, it } from 'vitest'
import { completeSample, type GivenSample } from './given-sample.js'

const needed = { case: 'BS=1', metric: 'throughput', better: 'higher', pair: 2, value: 10 } as const

it('fills in what samples.csv would', () => {
  const samples = (['main', 'pr'] as const).map((arm) => completeSample({ ...needed, arm }))

  expect(samples).toEqual(
    ([1, 2] as const).map((position) => ({
      ...needed,
      arm: position === 1 ? 'main' : 'pr',
      model: '',
      benchmarkType: '',
      unit: '',
      attempt: 1,
      position,
      host: '',
      startedAt: '',
      valid: true,
      reason: '',
    })),
  )
})

it('keeps what is given, and takes no missing value for valid', () => {
  const sample = completeSample({
    ...needed,
    arm: 'pr',
    position: 1,
    value: null,
    valid: true,
    reason: 'died',
  })

  expect(sample).toMatchObject({ position: 1, value: null, valid: false, reason: 'died' })
})

it('leaves what is no object for the judge to name', () => {
  const row: unknown = null

  expect(completeSample(row as GivenSample)).toBeNull()
})

it('takes a field without a value for one that is not given', () => {
  const given = { ...needed, arm: 'pr', model: undefined, position: undefined, valid: undefined }

  expect(completeSample(given as unknown as GivenSample)).toEqual(completeSample({ ...needed, arm: 'pr' }))
})

it('makes no truth of what is none', () => {
  const given = { ...needed, arm: 'pr', valid: 'false' }

  expect(completeSample(given as unknown as GivenSample).valid).toBe('false')
})
