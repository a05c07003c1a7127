import { expect, it } from 'vitest'
import { signFlipP } from './sign-flips.js'

it.each([
  ['all of one sign and size', [0.2, 0.2, 0.2, 0.2], 2 / 16],
  ['a sum of zero', [0.1, -0.1], 1],
  ['one of three beside zeros', [0.1, 0, 0], 1],
  ['six of one sign', [1, 2, 3, 4, 5, 6], 2 / 64],
])('the randomisation test counts the ways to swap: %s', (_, ratios, expected) => {
  const p = signFlipP(ratios)

  expect(p).toBeCloseTo(expected, 12)
})

it('is drawn where there are too many ways, always the same ones', () => {
  const ratios = Array.from({ length: 20 }, (_, index) => (index % 3 === 0 ? -1 : 1))

  const [once, again] = [signFlipP(ratios), signFlipP(ratios)]

  // 13 of 20 or more of one sign: 0.263.
  expect(once).toBeGreaterThan(0.24)
  expect(once).toBeLessThan(0.29)
  expect(again).toBe(once)
})
