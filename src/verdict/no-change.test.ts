import { expect, it } from 'vitest'
import { isNoChange } from './no-change.js'

const look = { pairs: 10, difference: 0.013, equivalence: 0.005, cells: 0.002, last: true }

it.each([
  [0, 0.001, true],
  [0, 0.1, false],
  [NaN, 0.001, false],
  [0, NaN, false],
])('a mean of %d with a standard error of %d proves no change: %s', (mean, standardError, expected) => {
  const proven = isNoChange({ mean, standardError, df: 9 }, 0.05, look)

  expect(proven).toBe(expected)
})
