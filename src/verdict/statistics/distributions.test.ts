import { describe, expect, it } from 'vitest'
import {
  fUpperTail,
  noncentralUpperTail,
  normalCdf,
  studentCdf,
  studentCritical,
  twoSidedP,
} from './distributions.js'

describe('Student t', () => {
  // R 4.2.2: pt(c(-2.3, -8, 1.2), c(2.6667, 4, 12))
  it.each([
    [-2.3, 2.6667, 0.0579733076228897],
    [-8, 4, 0.000661948454608584],
    [1.2, 12, 0.873352634873203],
  ])('P(T <= %d) with %d degrees of freedom', (t, df, expected) => {
    const p = studentCdf(t, df)

    expect(p).toBeCloseTo(expected, 13)
  })

  // R 4.2.2: qt(c(.005, .0005, .025), c(2.6667, 4, 12), lower.tail = FALSE)
  it.each([
    [0.005, 2.6667, 6.62681091909562],
    [0.0005, 4, 8.61030158137928],
    [0.025, 12, 2.17881282966723],
  ])('is exceeded with probability %d at %d degrees of freedom', (tail, df, expected) => {
    const t = studentCritical(tail, df)

    expect(t).toBeCloseTo(expected, 11)
  })

  it('never exceeds what it may exceed with probability 0', () => {
    const t = studentCritical(0, 5)

    expect(t).toBe(Infinity)
  })

  it('gives the two-sided p of a t statistic, whatever its sign', () => {
    const p = [twoSidedP(2.3, 2.6667), twoSidedP(-2.3, 2.6667)]

    expect(p[0]).toBeCloseTo(2 * 0.0579733076228897, 12)
    expect(p[1]).toBe(p[0])
  })
})

describe('F', () => {
  // R 4.2.2: pf(c(3.1, 12, .4), c(4, 2.5, 12), c(9.3333, 7, 8), lower.tail = FALSE)
  it.each([
    [3.1, 4, 9.3333, 0.0709093391529135],
    [12, 2.5, 7, 0.00445221025858431],
    [0.4, 12, 8, 0.925958156585693],
  ])('P(F >= %d) with %d and %d degrees of freedom', (f, df1, df2, expected) => {
    const p = fUpperTail(f, df1, df2)

    expect(p).toBeCloseTo(expected, 12)
  })
})

describe('noncentral t', () => {
  // SciPy 1.17.1: stats.nct.sf(t, df, delta); R's pt(t, df, delta, lower.tail = FALSE) agrees
  it.each([
    [3.2, 5.3333, 4.5, 0.8516012657681387],
    [2.2, 12, 3, 0.7803815057385116],
    [6, 2.6667, 10, 0.9448210788736433],
  ])('P(T >= %d) with %d degrees of freedom around %d', (t, df, delta, expected) => {
    const p = noncentralUpperTail(t, df, delta)

    expect(p).toBeCloseTo(expected, 6)
  })

  it('is the central t where the noncentrality is 0', () => {
    const p = noncentralUpperTail(1.2, 12, 0)

    expect(p).toBeCloseTo(1 - 0.873352634873203, 7)
  })
})

it('knows the normal distribution', () => {
  const p = normalCdf(1.959963984540054)

  expect(p).toBeCloseTo(0.975, 14)
})
