import { describe, expect, it } from 'vitest'
import type { Arm } from '../comparison/arm.js'
import { judge } from './judge.js'
import { makeSamples } from './make-samples.fixture.js'
import { isDifference } from './verdicts.js'

/** A stage whose launches are 25 % slower in those pairs. */
const slowIn = (pairs: number, slow: Readonly<Record<Arm, readonly number[]>>) => {
  const slower = (arm: Arm, pair: number) => (slow[arm].includes(pair) ? 0.25 : 0)
  const judgement = judge(makeSamples({ pairs, slower }))
  const [stage] = judgement.stages
  if (stage === undefined) throw new Error('no stage')
  const notes = judgement.findings.filter(({ kind }) => kind === 'disturbed' || kind === 'unsteady-host')
  return { stage, notes }
}
const every = (pairs: number) => Array.from({ length: pairs }, (_, index) => index + 1)

describe('a host that starts launches in one of two states', () => {
  it.each([
    ['the PR fell into the fast one more often', { main: every(8), pr: [2, 6] }],
    ['main fell into the fast one more often', { main: [2, 6], pr: every(8) }],
  ])('gives no difference where %s', (_, slow) => {
    const { stage, notes } = slowIn(8, slow)

    expect(stage.metrics.some(({ verdict }) => isDifference(verdict))).toBe(false)
    expect(stage).toMatchObject({ pairs: 8, disturbed: { main: 0, pr: 0 }, disturbedPairs: [] })
    expect(notes).toMatchObject([{ kind: 'unsteady-host', host: 'states' }])
  })

  it('sets nothing aside where too many launches are slow, and counts them', () => {
    const { stage, notes } = slowIn(8, { main: [1, 3, 4, 8], pr: [2, 3, 5, 7] })

    expect(stage).toMatchObject({ pairs: 8, disturbed: { main: 4, pr: 4 }, disturbedPairs: [] })
    expect(stage.metrics.map(({ verdict }) => verdict)).toEqual(['unresolved', 'unresolved', 'unresolved'])
    expect(notes).toMatchObject([
      { kind: 'unsteady-host', host: 'many', disturbed: { main: 4, pr: 4 }, launches: 8 },
    ])
  })

  it('still shows a PR that is slow in every launch', () => {
    const { stage } = slowIn(10, { main: [4], pr: every(10) })

    expect(stage.verdict).toBe('regression')
  })

  it('quotes no fewer pairs than swapping the arms needs', () => {
    const { stage } = slowIn(6, { main: [4], pr: every(6) })

    // Swapping gives 4 of 64 ways; the last look's 1.3 % among three metrics needs four halvings more.
    expect(stage.metrics.map(({ pairsNeeded }) => pairsNeeded)).toEqual([10, 10, 10])
  })

  it('still shows it among many stages, and sets the slow launches of main aside', () => {
    const slower = (arm: Arm, pair: number) => (arm === 'pr' || pair === 4 || pair === 7 ? 0.25 : 0)
    const others = ['a', 'b', 'c', 'd', 'e'].flatMap((model) => makeSamples({ model, pairs: 10 }))
    const { stages } = judge([...makeSamples({ pairs: 10, slower }), ...others])

    expect(stages[0]).toMatchObject({ verdict: 'regression', pairs: 8, disturbed: { main: 2, pr: 0 } })
  })

  it('is none where a few launches are slow: their pairs are set aside', () => {
    const { stage, notes } = slowIn(8, { main: [1], pr: [5] })

    expect(stage).toMatchObject({ pairs: 6, verdict: 'no-change' })
    expect(notes).toHaveLength(2)
  })
})
