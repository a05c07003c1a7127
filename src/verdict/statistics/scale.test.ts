import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomFrom } from './random.js'
import { madAboutZero, qnWithin } from './scale.js'

describe('Qn', () => {
  // statsmodels.robust.scale.qn_scale leaves the published small-sample factor out: .857 for 7, .512 for 4
  it.each([
    [[1, 1.3, 0.7, 5, 1.1, 0.95, 1.05], 0.3328716698977617 * 0.857],
    [[2, 2.5, 9, 2.2], 1.109572232992538 * 0.512],
  ])('of %j', (values, expected) => {
    const scale = qnWithin([values])

    // its constant is 2.21914, that of the paper 2.2219
    expect(scale / expected).toBeCloseTo(2.2219 / 2.21914, 4)
  })

  it('pools differences within groups and never sees those between them', () => {
    const near = qnWithin([
      [1, 1.1, 1.3],
      [1, 1.2, 1.5],
    ])
    const far = qnWithin([
      [1, 1.1, 1.3],
      [901, 901.2, 901.5],
    ])

    expect(far).toBeCloseTo(near, 10)
  })

  it('is unmoved by fewer than half of the values', () => {
    const calm = qnWithin([[1, 1.01, 1.02, 1.03, 1.04, 1.05, 1.06]])
    const disturbed = qnWithin([[1, 1.01, 1.02, 1.03, 1.04, 9, 90]])

    expect(disturbed).toBeLessThan(3 * calm)
  })

  it('scales with the values', () => {
    const group = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 9 })

    fc.assert(
      fc.property(group, (values) => {
        expect(qnWithin([values.map((value) => 4 * value)])).toBeCloseTo(4 * qnWithin([values]), 8)
      }),
    )
  })

  it('is the same where the distances are too many to be listed', () => {
    const random = randomFrom(1)
    const values = Array.from({ length: 320 }, () => random.normal())
    const rounded = values.map((value) => Math.round(value))
    const rankOf = (group: readonly number[]) => {
      const half = Math.floor(group.length / 2) + 1
      const distances = group.flatMap((one, index) =>
        group.slice(0, index).map((other) => Math.abs(one - other)),
      )
      return distances.sort((a, b) => a - b)[(half * (half - 1)) / 2 - 1] ?? NaN
    }

    for (const group of [values, rounded, values.map((value) => 1e-9 * value)])
      expect(qnWithin([group])).toBe(((2.2219 * 320) / 323.8) * rankOf(group))
  })

  it('takes no time that grows with the square of the launches', () => {
    const random = randomFrom(1)
    const group = Array.from({ length: 60_000 }, () => random.normal())

    const scale = qnWithin([group, group.map((value) => value + 9)])

    expect(scale).toBeCloseTo(1, 1)
  })

  it('is 0 where no group has two values', () => {
    const scale = qnWithin([[1], [], [3]])

    expect(scale).toBe(0)
  })
})

it('scales the median absolute deviation to a standard deviation', () => {
  const scale = madAboutZero([-1, 2, -3])

  expect(scale).toBeCloseTo(2.9652, 12)
})
