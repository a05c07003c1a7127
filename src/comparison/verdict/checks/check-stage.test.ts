import { describe, expect, it } from 'vitest'
import type { Sample } from '../../samples.js'
import type { FindingKind } from '../findings.js'
import { judge } from '../judge.js'
import { decisiveRatio } from './single-launch.js'
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
      /^grok offline, e2e_throughput: speed drifted by -4\.\d % over the stage, in both arms/,
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
      /^grok offline: pr falls into two groups: 2 launches about 2\d\.\d % slower than the other 6$/,
    )
  })

  it.each([
    ['a steady difference', [-0.08, -0.082, -0.079, -0.081], 'regression', undefined],
    ['a difference that one pair makes clear', [-0.02, -0.021, -0.005, -0.02], 'slightly-slower', 0],
    ['a difference of too few pairs to say', [-0.02, -0.021, -0.001], 'slightly-slower', undefined],
    ['a steady "no change"', [0.001, -0.002, 0.001, 0], 'no-change', undefined],
    ['a "no change" that one pair proves', [0.06, 0.01, 0.012, -0.005], 'no-change', 1],
    ['nothing decided', [0.3, -0.2, 0.1, 0.05], 'unresolved', undefined],
  ] as const)('find the launch that carries the verdict of %s', (_, ratios, verdict, expected) => {
    const index = decisiveRatio(ratios, verdict, 0.05)

    expect(index).toBe(expected)
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
      'grok offline, e2e_throughput: 1 of 5 cases have the same value in every launch of pr: cached, rounded or not measured?',
    )
  })

  it('find cases with fewer values than pairs', () => {
    const holes = calm.map((sample) =>
      sample.case === 'BS=4' && sample.pair === 3 ? { ...sample, value: null, reason: 'failed' } : sample,
    )

    const found = sentences(holes, 'partly-missing')

    expect(found[0]).toBe(
      'grok offline, e2e_throughput: 1 of 5 cases have fewer values than the 8 valid pairs',
    )
  })
})
