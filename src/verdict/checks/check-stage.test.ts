import { describe, expect, it } from 'vitest'
import type { Sample } from '../../comparison/samples.js'
import type { FindingKind } from '../findings.js'
import { judge } from '../judge.js'
import { decisivePair } from './single-launch.js'
import { makeSamples } from '../make-samples.fixture.js'

const findingsOf = (samples: readonly Sample[], wanted: FindingKind) =>
  judge(samples).findings.filter(({ kind }) => kind === wanted)

/** Makes every value faster by a factor exp(speed). */
const sped = (samples: readonly Sample[], speed: (sample: Sample) => number): Sample[] =>
  samples.map((sample) => {
    const factor = Math.exp(sample.better === 'higher' ? speed(sample) : -speed(sample))
    return { ...sample, value: (sample.value ?? 0) * factor }
  })

const calm = makeSamples({ pairs: 8, launchSd: 0.002, withinSd: 0.002 })

describe('the checks of the data', () => {
  it('find nothing in calm data', () => {
    const { findings } = judge(calm)

    expect(findings).toEqual([])
  })

  it('find a bimodal arm', () => {
    const twoStates = sped(calm, ({ arm, pair }) => (arm === 'pr' && pair % 3 === 0 ? -0.2 : 0))

    const found = findingsOf(twoStates, 'bimodal')

    expect(found).toHaveLength(3)
    expect(found[0]).toMatchObject({
      arm: 'pr',
      slow: 2,
      fast: 6,
      slower: expect.closeTo(0.175, 1) as unknown,
    })
  })

  it('find the pair without which another word would be said, and say that word', () => {
    const noisy = makeSamples({ pairs: 8, launchSd: 0.005, withinSd: 0.002, seed: 3 })
    const carried = sped(noisy, ({ arm, pair }) => (arm === 'main' ? 0 : pair === 3 ? -0.085 : -0.049))

    const { findings } = judge(carried, { threshold: 0.052 })

    const facts = { kind: 'single-launch', pair: 3, otherwise: 'slightly-slower', metric: 'e2e_throughput' }
    expect(findings).toContainEqual(expect.objectContaining(facts))
  })

  it.each([
    ['no other word is said without any of them', ['regression', 'regression', 'regression'], undefined],
    ['one changes the word', ['regression', 'slightly-slower', 'regression'], 1],
    ['each changes it: there are few pairs', ['unresolved', 'unresolved', 'unresolved'], undefined],
    ['the only one that changes it has no value', ['regression', undefined, 'regression'], undefined],
  ] as const)('take a verdict for that of one pair where it is: %s', (_, without, expected) => {
    const pair = decisivePair('regression', without)

    expect(pair).toBe(expected)
  })

  it('say nothing of a difference that every pair shows', () => {
    const { findings } = judge(sped(calm, ({ arm, pair }) => (arm === 'pr' ? -0.02 - 0.004 * pair : 0)))

    expect(findings.filter(({ kind }) => kind === 'single-launch')).toEqual([])
  })

  it('find identical values, by arm', () => {
    const cached = calm.map((sample) =>
      sample.arm === 'pr' && sample.case === 'BS=2' ? { ...sample, value: 7 } : sample,
    )

    const found = findingsOf(cached, 'constant-values')

    expect(found).toHaveLength(3)
    expect(found[0]).toMatchObject({ metric: 'e2e_throughput', arm: 'pr', cases: 1, of: 5 })
  })

  it('find cases with fewer values than pairs, once for all metrics that lack the same', () => {
    const holes = calm.map((sample) =>
      sample.case === 'BS=4' && sample.pair === 3 ? { ...sample, value: null, reason: 'failed' } : sample,
    )

    const found = findingsOf(holes, 'partly-missing')

    const metrics = ['e2e_throughput', 'prefill_latency', 'decode_latency']
    expect(found).toMatchObject([{ metrics, cases: ['BS=4'], of: 5, pairs: 8 }])
  })
})
