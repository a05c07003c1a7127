import { describe, expect, it } from 'vitest'
import { noncentralUpperTail, studentCritical } from './distributions.js'
import { margin } from './equivalence.js'
import { designDf, detectableAtLooks, settling, smallestDetectable, type PairedDesign } from './power.js'
import { defaultLooks, looksAt } from './spending.js'

const design = { pairs: 6, pairSd: 0.0099, priorDf: 0 }

/**
 * Chance that a two-sided paired t test at `level` finds a true mean log ratio `effect`: noncentral t, both
 * tails.
 */
function differencePower(design: PairedDesign, effect: number, level: number): number {
  const df = designDf(design)
  const critical = studentCritical(level / 2, df)
  const shift = (Math.abs(effect) * Math.sqrt(design.pairs)) / design.pairSd
  return noncentralUpperTail(critical, df, shift) + noncentralUpperTail(critical, df, -shift)
}

describe('power', () => {
  it('is that of the noncentral t', () => {
    const power = differencePower(design, 0.02, 0.003 / 4)

    // SciPy 1.17.1: c = t.isf(.003/8, 20/3); nct.sf(c, 20/3, .02 sqrt(6) / .0099) + nct.cdf(-c, ...)
    expect(power).toBeCloseTo(0.3655601290635676, 6)
  })

  it('is the level where nothing changed', () => {
    const power = differencePower(design, 0, 0.01)

    expect(power).toBeCloseTo(0.01, 6)
  })

  it('reaches 90 % at the smallest change that it says is detectable', () => {
    const change = smallestDetectable(design, 0.003 / 4)

    expect(change).toBeDefined()
    expect(differencePower(design, Math.log1p(-(change ?? 0)), 0.003 / 4)).toBeCloseTo(0.9, 8)
  })
})

describe('what the looks can see', () => {
  it('is nothing at the first look, then less and less', () => {
    const seen = detectableAtLooks(looksAt(defaultLooks), { pairSd: 0.01, priorDf: 0 }, 12)
    const changes = seen.slice(1).map(({ change }) => change ?? NaN)

    expect(seen[0]).toEqual({ pairs: 3, change: undefined })
    expect(changes).toEqual([...changes].sort((a, b) => b - a))
  })

  it('is more with a calibration', () => {
    const [alone] = detectableAtLooks(looksAt([4]), { pairSd: 0.01, priorDf: 0 }, 12)
    const [calibrated] = detectableAtLooks(looksAt([4]), { pairSd: 0.01, priorDf: 3 }, 12)

    expect(calibrated?.change).toBeLessThan(alone?.change ?? 0)
  })
})

describe('what would settle a metric', () => {
  const limits = margin(0.05)

  it('is few pairs where the noise is small', () => {
    const { pairs } = settling({ mean: 0.001, pairSd: 0.02, pairs: 3, priorDf: 0 }, limits, 0.001, 0.005)

    // t(.005, 4 df) 4.604 x .02 / sqrt(4) = .0460 fits into ln 1.05 - .001 = .0478; three pairs would need
    // .0765
    expect(pairs).toBe(4)
  })

  it('is pairs for a difference, too', () => {
    const { pairs } = settling({ mean: -0.05, pairSd: 0.02, pairs: 3, priorDf: 0 }, limits, 0.001, 0.005)

    expect(pairs).toBeGreaterThan(5)
    expect(pairs).toBeLessThan(12)
  })

  it('is a quieter host where more pairs are needed than can be asked for', () => {
    const loud = { mean: -0.05, pairSd: 2, pairs: 3, priorDf: 0 }

    const { pairs, pairSd } = settling(loud, limits, 0.001, 0.005)

    expect(pairs).toBeUndefined()
    // A difference: .05 / t(.0005, 65.3 df) 3.445 x sqrt(50)
    expect(pairSd).toBeCloseTo(0.1026, 3)
    expect(settling({ ...loud, pairSd: pairSd * 0.999 }, limits, 0.001, 0.005).pairs).toBe(50)
    expect(settling({ ...loud, pairSd: pairSd * 1.001 }, limits, 0.001, 0.005).pairs).toBeUndefined()
  })
})
