import { describe, expect, it } from 'vitest'
import type { Arm } from '../comparison/arm.js'
import { calibrationOf } from './calibrate.js'
import { judge } from './judge.js'
import { makeSamples } from './make-samples.fixture.js'

const slowIn = (slow: Readonly<Record<Arm, readonly number[]>>) => (arm: Arm, pair: number) =>
  slow[arm].includes(pair) ? 0.5 : 0
const judged = (pairs: number, slow: Readonly<Record<Arm, readonly number[]>>) =>
  judge(makeSamples({ pairs, slower: slowIn(slow) }))

describe('disturbed launches', () => {
  it('make their pairs void, to be measured again', () => {
    const { stages, findings } = judged(4, { main: [2], pr: [] })

    expect(stages[0]).toMatchObject({
      pairs: 3,
      attempts: 4,
      disturbed: { main: 1, pr: 0 },
      verdict: 'no-change',
    })
    expect(findings).toMatchObject([{ kind: 'disturbed', arm: 'main', attempts: [{ pair: 2, attempt: 1 }] }])
  })

  it('of one arm alone keep "no change" from being said', () => {
    const { stages, findings } = judged(6, { main: [], pr: [2, 5] })

    expect(stages[0]).toMatchObject({ verdict: 'unresolved', settled: false, pairs: 4 })
    expect(stages[0]?.pairsWanted).toBeGreaterThan(6)
    expect(findings.filter(({ kind }) => kind === 'instability')).toMatchObject([
      { arm: 'pr', disturbed: { main: 0, pr: 2 }, launches: 6, calibrated: 0 },
    ])
  })

  it('of both arms are the host', () => {
    const { stages } = judged(6, { main: [1], pr: [4] })

    expect(stages[0]).toMatchObject({ verdict: 'no-change', settled: true })
  })

  it('that only the PR has, too often for chance, make it unstable at the last look', () => {
    const { verdict, stages } = judged(16, { main: [], pr: [1, 3, 6, 8, 11, 14] })

    expect(verdict).toBe('unstable')
    expect(stages[0]).toMatchObject({ pairs: 10, settled: true, disturbed: { main: 0, pr: 6 } })
  })

  it('that only main has do not make the PR unstable', () => {
    const { verdict } = judged(16, { main: [1, 3, 6, 8, 11, 14], pr: [] })

    expect(verdict).toBe('unresolved')
  })

  it('put off naming a difference until six pairs', () => {
    const slower = slowIn({ main: [2], pr: [] })
    const verdictAt = (pairs: number) => judge(makeSamples({ pairs, slower, change: () => -0.1 })).stages[0]

    const found = [verdictAt(6), verdictAt(7)]

    expect(found[0]).toMatchObject({ pairs: 5, verdict: 'unresolved' })
    expect(found[1]).toMatchObject({ pairs: 6, verdict: 'regression' })
  })

  it('put nothing off where fewer than six pairs are planned', () => {
    const slower = slowIn({ main: [2], pr: [] })

    const { stages } = judge(makeSamples({ pairs: 5, slower, change: () => -0.1 }), { looks: [4] })

    expect(stages[0]).toMatchObject({ pairs: 4, verdict: 'regression', settled: true })
  })
})

describe('disturbed launches of the PR on a calibrated host', () => {
  const pr = makeSamples({ pairs: 13, slower: slowIn({ main: [], pr: [3, 8, 11] }) })
  const calibrated = (disturbed: number) => ({
    calibration: calibrationOf(makeSamples({ pairs: 8, seed: 5 })).map((prior) => ({
      ...prior,
      history: { launches: 64, disturbed },
    })),
  })

  it('are unstable where its launches have always been undisturbed', () => {
    const [alone, known] = [judge(pr), judge(pr, calibrated(0))]

    expect(alone.verdict).toBe('unresolved')
    expect(known.verdict).toBe('unstable')
    expect(known.findings.find(({ kind }) => kind === 'instability')).toMatchObject({ calibrated: 64 })
  })

  it('are no news where the host has always disturbed launches', () => {
    const { verdict } = judge(pr, calibrated(16))

    expect(verdict).toBe('no-change')
  })

  it('are compared with the comparison alone where its main is worse than the calibration', () => {
    const both = makeSamples({ pairs: 14, slower: slowIn({ main: [1, 5], pr: [3, 6, 8, 11] }) })

    const { findings } = judge(both, calibrated(0))

    const found = findings.filter(({ kind }) => kind === 'instability')
    expect(found.every((each) => 'calibrated' in each && each.calibrated === 0)).toBe(true)
  })
})
