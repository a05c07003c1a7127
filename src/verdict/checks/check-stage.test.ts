import { describe, expect, it } from 'vitest'
import type { Sample } from '../../comparison/samples.js'
import type { FindingKind } from '../findings.js'
import { judge } from '../judge.js'
import { decisivePair } from './single-launch.js'
import { makeSamples } from '../make-samples.fixture.js'

const sentences = (samples: readonly Sample[], kind: FindingKind) =>
  judge(samples)
    .findings.filter((found) => found.kind === kind)
    .map(({ sentence }) => sentence)

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

  it('find drift', () => {
    const drifting = sped(calm, ({ pair, position }) => -0.003 * (2 * pair + position))

    const found = sentences(drifting, 'drift')

    expect(found).toHaveLength(3)
    expect(found[0]).toMatch(
      /^grok\/offline, E2E Throughput: speed drifted by -4\.\d% over the stage, in both arms/,
    )
  })

  it('find an order effect', () => {
    const second = sped(calm, ({ position }) => (position === 2 ? 0.02 : 0))

    const found = sentences(second, 'order-effect')

    expect(found).toHaveLength(3)
    expect(found[0]).toContain('the second launch of a pair is +2.')
  })

  it('find a bimodal arm', () => {
    const twoStates = sped(calm, ({ arm, pair }) => (arm === 'pr' && pair % 3 === 0 ? -0.2 : 0))

    const found = sentences(twoStates, 'bimodal')

    expect(found).toHaveLength(3)
    expect(found[0]).toMatch(
      /^grok\/offline, E2E Throughput: pr falls into two groups: 2 launches about 1[78]\.\d% slower than the other 6$/,
    )
  })

  it('find the pair without which another word would be said, and say that word', () => {
    const noisy = makeSamples({ pairs: 8, launchSd: 0.005, withinSd: 0.002, seed: 3 })
    const carried = sped(noisy, ({ arm, pair }) => (arm === 'main' ? 0 : pair === 3 ? -0.085 : -0.049))

    const { findings } = judge(carried, { threshold: 0.052 })

    expect(findings.map(({ sentence }) => sentence)).toContain(
      'grok/offline, E2E Throughput: the verdict hangs on pair 3: without it, it would be "slightly slower"',
    )
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

    const found = sentences(cached, 'identical-values')

    expect(found).toHaveLength(3)
    expect(found[0]).toBe(
      'grok/offline, E2E Throughput: 1 of 5 cases have the same value in every launch of pr: cached, rounded or not measured?',
    )
  })

  it('find cases with fewer values than pairs, once for all metrics that lack the same', () => {
    const holes = calm.map((sample) =>
      sample.case === 'BS=4' && sample.pair === 3 ? { ...sample, value: null, reason: 'failed' } : sample,
    )

    const found = sentences(holes, 'partly-missing')

    expect(found).toEqual([
      'grok/offline, E2E Throughput, Prefill Latency, Median Decode Latency: 1 of 5 cases (BS=4) have fewer values than the 8 valid pairs',
    ])
  })
})
