import { describe, expect, it } from 'vitest'
import { makeSamples } from '../make-samples.fixture.js'
import { falseAlarms } from './false-alarms.js'

describe('false alarms', () => {
  it.each([
    [2, 2],
    [4, 8],
    [8, 128],
    [12, 128],
  ])('of %d pairs are counted over %d relabelled reports', (pairs, reports) => {
    const found = falseAlarms(makeSamples({ pairs }), 0.05)

    expect(found).toMatchObject({ reports, words: 0, marks: 0, singlePairs: pairs, singleMarks: 0 })
  })

  it('are many where single pairs of a loud host are judged, and few by the method', () => {
    const found = falseAlarms(makeSamples({ pairs: 8, launchSd: 0.05, withinSd: 0.03 }), 0.05)

    expect(found.singleMarks).toBeGreaterThan(5)
    expect(found.words).toBeLessThan(6)
  })

  it('end with the last look where disturbed pairs leave fewer valid ones than it was planned for', () => {
    const slower = (arm: string, pair: number) => (arm === 'main' && pair === 2 ? 0.5 : 0)
    const change = () => -0.2

    // Arms that differ: swapping no pair names it, at the look that five valid pairs have reached.
    const found = falseAlarms(makeSamples({ pairs: 6, slower, change }), 0.05)

    expect(found.words).toBeGreaterThan(0)
  })

  it('are the same whichever arm a launch was given to', () => {
    const samples = makeSamples({ pairs: 6, launchSd: 0.02 })
    const swapped = samples.map(
      (sample) => ({ ...sample, arm: sample.arm === 'main' ? 'pr' : 'main' }) as const,
    )

    const found = falseAlarms(swapped, 0.05)

    expect(found).toEqual(falseAlarms(samples, 0.05))
  })

  it.each([
    [makeSamples({ pairs: 1 }), 1],
    [[], 0],
  ])('of fewer than two pairs are not known (%#)', (samples, pairs) => {
    const found = falseAlarms(samples, 0.05)

    expect(found).toEqual({ reports: 0, words: 0, marks: 0, singlePairs: pairs, singleMarks: 0 })
  })
})
