import { describe, expect, it } from 'vitest'
import { judgeAccuracy, type Question } from './accuracy.js'

/** 1,319 questions as GSM8K has: so many lost, so many gained, the rest alike. */
function questions(lost: number, gained: number, right = 1200): Question[] {
  return Array.from({ length: 1319 }, (_, index) => {
    if (index < lost) return { main: 1, pr: 0 }
    if (index < lost + gained) return { main: 0, pr: 1 }
    const answer = index < right ? 1 : 0
    return { main: answer, pr: answer }
  })
}

describe('accuracy by question', () => {
  it('has the p of a one-sided paired t test and its detectable loss', () => {
    const found = judgeAccuracy(questions(40, 15), null)

    // SciPy 1.17.1: ttest_1samp(d, 0, alternative='less'); nct.sf(t.isf(.005, 1318), 1318, x) = .9 at x
    // standard errors
    expect(found.p).toBeCloseTo(0.00036724126842155124, 12)
    expect(found.detectableLoss).toBeCloseTo(0.021630272404755464, 8)
    expect(found.verdict).toBe('regression')
  })

  it('finds no loss where as many are gained as lost, and says what it would have found', () => {
    const found = judgeAccuracy(questions(20, 20), null)

    expect(found).toMatchObject({ verdict: 'no-loss-found', change: 0 })
    expect(found.detectableLoss).toBeGreaterThan(0.01)
    expect(found.detectableLoss).toBeLessThan(0.1)
  })

  it('counts only questions that both arms answered', () => {
    const found = judgeAccuracy([...questions(0, 0), { main: 1, pr: null }, { main: null, pr: 0 }], null)

    expect(found).toMatchObject({ questions: 1319, change: 0, p: 1, verdict: 'no-loss-found' })
  })

  it('claims no smaller loss than one that flips enough answers, where none flipped', () => {
    const found = judgeAccuracy(questions(0, 0), null)

    // By the same nct as above: (3.864)^2 / 1319
    expect(found.detectableLoss).toBeCloseTo(0.0113, 3)
    expect(judgeAccuracy(questions(15, 0), null).verdict).toBe('regression')
  })

  it('takes a fall below the threshold as a regression, unless main is below it too', () => {
    const falls = judgeAccuracy(questions(20, 15), (1200 - 15) / 1319)
    const both = judgeAccuracy(questions(20, 15), 0.99)

    expect(falls).toMatchObject({ verdict: 'regression', isBeyondChance: false })
    expect(both).toMatchObject({ verdict: 'no-loss-found' })
  })

  it('judges nothing from a handful of answers', () => {
    const found = judgeAccuracy([{ main: 1, pr: 0 }], 0.9)

    expect(found).toMatchObject({ verdict: 'missing', p: null, main: null })
  })
})
