import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sample } from '../comparison/samples.js'
import { judge } from './judge.js'
import type { Judgement } from './judgement.js'
import { makeSamples, type MadeStage } from './make-samples.fixture.js'
import type { Verdict } from './verdicts.js'

const stageOf = (judgement: Judgement) => {
  const [stage] = judgement.stages
  if (stage === undefined) throw new Error('no stage')
  return stage
}
const words = (judgement: Judgement) =>
  Object.fromEntries(stageOf(judgement).metrics.map(({ metric, verdict }) => [metric, verdict]))

describe('whatever the samples, the verdict', () => {
  const stage: fc.Arbitrary<Partial<MadeStage>> = fc.record({
    pairs: fc.integer({ min: 1, max: 7 }),
    seed: fc.integer({ min: 1, max: 1000 }),
    cases: fc.constantFrom(['a'], ['a', 'b'], ['a', 'b', 'c', 'd']),
    launchSd: fc.constantFrom(0.002, 0.02),
    change: fc.constantFrom(-0.1, -0.03, 0, 0.03, 0.1).map((change) => () => change),
  })
  const flipped: Readonly<Record<Verdict, Verdict>> = {
    regression: 'improvement',
    improvement: 'regression',
    'slightly-slower': 'slightly-faster',
    'slightly-faster': 'slightly-slower',
    'no-change': 'no-change',
    unresolved: 'unresolved',
    unstable: 'unstable',
    missing: 'missing',
  }
  const swap = (samples: readonly Sample[]): Sample[] =>
    samples.map((sample) => ({ ...sample, arm: sample.arm === 'main' ? 'pr' : 'main' }))

  it('flips when the arms are swapped', () => {
    fc.assert(
      fc.property(stage, (part) => {
        const samples = makeSamples(part)

        const there = stageOf(judge(samples))
        const back = stageOf(judge(swap(samples)))

        there.metrics.forEach((metric, index) => {
          const other = back.metrics[index]
          const ratio = Math.log1p(metric.change ?? 0)
          expect(Math.log1p(other?.change ?? 0)).toBeCloseTo(-ratio, 8)
          // the margin is a fraction, so a mark may turn with it where the change lies between 1/1.05 and .95
          if (
            Math.abs(Math.abs(ratio) - 0.05) > 0.003 &&
            metric.verdict !== 'no-change' &&
            other?.verdict !== 'no-change'
          )
            expect(other?.verdict).toBe(flipped[metric.verdict])
        })
      }),
      { numRuns: 60 },
    )
  })

  it('does not depend on the unit of a metric', () => {
    fc.assert(
      fc.property(stage, fc.double({ min: 1e-4, max: 1e4, noNaN: true }), (part, scale) => {
        const samples = makeSamples(part)
        const scaled = samples.map((sample) => ({ ...sample, value: (sample.value ?? 0) * scale }))

        expect(words(judge(scaled))).toEqual(words(judge(samples)))
      }),
      { numRuns: 40 },
    )
  })

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(stage, (part) => {
        const samples = makeSamples(part)

        expect(words(judge([...samples].reverse()))).toEqual(words(judge(samples)))
      }),
      { numRuns: 40 },
    )
  })
})
