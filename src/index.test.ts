import { describe, expect, it } from 'vitest'
import { judge } from './index.js'

/** Four pairs of a throughput in four cases; the PR is faster by that fraction. */
function samples(change: number) {
  const noise = [0.3, -0.2, 0.1, -0.4, 0.25, -0.1, 0.35, -0.3]
  return [1, 2, 3, 4].flatMap((pair) =>
    (['main', 'pr'] as const).flatMap((arm, position) =>
      ['BS=1', 'BS=2', 'BS=4', 'BS=8'].map((name, index) => ({
        case: name,
        metric: 'throughput',
        better: 'higher' as const,
        pair,
        arm,
        value: (arm === 'pr' ? 1 + change : 1) * (100 + (noise[(2 * pair + position + index) % 8] ?? 0)),
      })),
    ),
  )
}

describe('judge, as it is imported from the package', () => {
  it.each([
    [0.2, 'improvement'],
    [-0.2, 'regression'],
    [0, 'no-change'],
  ])('needs six fields a sample: a change of %d is %s', (change, verdict) => {
    const judgement = judge(samples(change))

    expect(judgement.verdict).toBe(verdict)
    expect(judgement.stages).toMatchObject([{ model: '', pairs: 4, settled: true }])
    expect(judgement.stages[0]?.metrics[0]?.change).toBeCloseTo(change, 2)
  })

  it('says what is wrong with samples, and judges the rest', () => {
    const spoilt = samples(0).map((sample, index) => (index === 0 ? { ...sample, value: -1 } : sample))

    const judgement = judge(spoilt)

    expect(judgement.findings[0]?.sentence).toContain('row 2, column value: -1 is no positive finite number')
    expect(judgement.verdict).toBe('no-change')
  })
})
