import { expect, it } from 'vitest'
import { looksAt, type ReachedLook } from './statistics/spending.js'
import { isNoChange } from './no-change.js'

const look = { pairs: 10, difference: 0.013, equivalence: 0.005, cells: 0.002, last: true }

it.each([
  [0, 0.001, true],
  [0, 0.1, false],
  [NaN, 0.001, false],
  [0, NaN, false],
])('a mean of %d with a standard error of %d proves no change: %s', (mean, standardError, expected) => {
  const proven = isNoChange({ mean, standardError, df: 9 }, 0.05, look, 1)

  expect(proven).toBe(expected)
})

it.each([
  { look: 3, hint: 0.2, mean: 0.001, expected: true },
  { look: 3, hint: 0.07, mean: 0.001, expected: true },
  { look: 3, hint: 0.05, mean: 0.001, expected: false },
  { look: 4, hint: 0.05, mean: 0.001, expected: true },
  { look: 4, hint: 0.05, mean: 0.03, expected: false },
  { look: 4, hint: 0.001, mean: 0.001, expected: false },
])(
  'with a hint of $hint after $look pairs a mean of $mean is none: $expected',
  ({ look, hint, mean, expected }) => {
    const reached = looksAt([3, 4, 5]).find(({ pairs }) => pairs === look)

    const proven = isNoChange(
      { mean, standardError: 0.002, df: 9 },
      0.05,
      { ...reached, last: false } as ReachedLook,
      hint,
    )

    expect(proven).toBe(expected)
  },
)
