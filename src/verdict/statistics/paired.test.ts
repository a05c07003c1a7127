import { describe, expect, it } from 'vitest'
import { equivalenceP, interval, margin, provenBound } from './equivalence.js'
import { estimateMean, pairVariance } from './paired.js'
import { twoSidedP } from './distributions.js'

const ratios = [-0.031, -0.022, -0.04, -0.018, -0.029]

describe('a paired estimate', () => {
  // R 4.2.2: t.test(r); t.test(r, mu = log(.95), alternative = "greater"); t.test(r, mu = log(1.05),
  // alternative = "less")
  const estimate = estimateMean(ratios, pairVariance(ratios, []))

  it('has the p and the interval of a paired t test without boundaries', () => {
    const p = twoSidedP(estimate.mean / estimate.standardError, estimate.df)
    const { low, high } = interval(estimate, 0.05)

    expect(p).toBeCloseTo(0.0018218727072122, 12)
    expect(low).toBeCloseTo(-0.0385723879810364, 12)
    expect(high).toBeCloseTo(-0.0174276120189636, 12)
  })

  it('is equivalent by the larger of two one-sided tests', () => {
    const p = equivalenceP(estimate, margin(0.05))

    expect(p).toBeCloseTo(Math.max(0.00180827823415221, 1.7846321367016e-5), 12)
  })

  it('proves a bound at which the two one-sided tests just reach alpha', () => {
    const bound = provenBound(estimate, 0.01)
    const p = equivalenceP(estimate, { low: Math.log1p(-bound), high: Math.log1p(bound) })

    expect(p).toBeCloseTo(0.01, 10)
  })
})

describe('the variance of a pair', () => {
  it('pools ratios and boundary differences, a boundary being worth a third', () => {
    const { variance, df } = pairVariance([1, 3], [2, 1, 1])

    expect(variance).toBeCloseTo((2 + 4 + 1 + 1) / 4, 12)
    expect(df).toBe(2)
  })

  it.each([3, 4, 6, 10])(
    'has the degrees of freedom of the quadratic form for %d pairs, by brute force',
    (pairs) => {
      const matrix = quadraticForm(pairs)
      const trace = matrix.reduce((sum, row, index) => sum + (row[index] ?? 0), 0)
      const squares = matrix.flat().reduce((sum, entry) => sum + entry * entry, 0)
      const { df } = pairVariance(
        Array.from({ length: pairs }, () => 0),
        Array.from({ length: pairs - 1 }, () => 0),
      )

      // Satterthwaite: (trace A)^2 / trace(A^2) for launches that are independent with equal variance
      expect(df).toBeCloseTo(trace ** 2 / squares, 10)
    },
  )

  it('never claims to be surer than the digits of a measurement', () => {
    const same = [0.01, 0.01, 0.01]
    const { standardError } = estimateMean(same, pairVariance(same, [0, 0]))

    expect(standardError).toBeCloseTo(0.0002 / Math.sqrt(3), 12)
  })
})

/**
 * The symmetric A with y'Ay = sum of squares of the ratios around their mean + sum of squared boundary
 * differences.
 */
function quadraticForm(pairs: number): number[][] {
  const size = 2 * pairs
  const sign = (launch: number) => ((launch >> 1) % 2 === launch % 2 ? -1 : 1)
  const pair = (launch: number) => launch >> 1
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_unused, j) => {
      const within = sign(i) * sign(j) * ((pair(i) === pair(j) ? 1 : 0) - 1 / pairs)
      const isBoundary = (launch: number) => launch > 0 && launch < size - 1
      const together = Math.abs(i - j) === 1 && Math.max(i, j) % 2 === 0
      const boundary = i === j && isBoundary(i) ? 1 : together ? -1 : 0
      return within + boundary
    }),
  )
}
