import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mean, median, quantile, sumOfSquares, variance } from './location.js'

describe('quantile', () => {
  // R 4.2.2: quantile(c(3, 1, 4, 1.5, 9, 2.6), c(.25, .5, .75))
  it.each([
    [0.25, 1.775],
    [0.5, 2.8],
    [0.75, 3.75],
  ])('interpolates as R does at %d', (probability, expected) => {
    const value = quantile([3, 1, 4, 1.5, 9, 2.6], probability)

    expect(value).toBeCloseTo(expected, 12)
  })

  it('does not depend on the order of the values', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 })

    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (sample, probability) => {
        expect(quantile([...sample].reverse(), probability)).toBe(quantile(sample, probability))
      }),
    )
  })
})

it('takes the middle of an odd count and the mean of the two middle ones of an even count', () => {
  const middles = [median([5]), median([9, 1, 5]), median([4, 1, 2, 9])]

  expect(middles).toEqual([5, 5, 3])
})

it('computes the unbiased variance', () => {
  const found = [variance([1, 2, 4]), sumOfSquares([1, 2, 4])]

  expect(found[0]).toBeCloseTo(7 / 3, 12)
  expect(found[1]).toBeCloseTo(14 / 3, 12)
})

it('refuses to average nothing', () => {
  const attempts = [() => mean([]), () => variance([1]), () => median([])]

  for (const attempt of attempts) expect(attempt).toThrow(RangeError)
})
