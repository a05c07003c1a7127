import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { judge, OptionError, SamplesError } from './index.js'

/** Four pairs of a throughput in four cases; the PR is faster by that fraction. */
function samples(change: number) {
  const noise = [0.3, 0.35, -0.2, 0.25, 0.1, -0.4, -0.1, -0.3]
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

/** Of a sample, needed or not. */
const columns = [
  'case',
  'metric',
  'better',
  'pair',
  'arm',
  'value',
  'attempt',
  'position',
  'startedAt',
  'reason',
  'unit',
  'host',
  'model',
]

const prior = { model: '', benchmarkType: '', metric: 'm', variance: 1e-4, df: 3 }

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

  it.each([undefined, null, {}, 'samples.csv', 7])('says what it takes where it is given %j', (given) => {
    const call = () => judge(given as never)

    expect(call).toThrow(SamplesError)
    expect(call).toThrow(
      'judge takes a list of samples, objects with case, metric, better, pair, arm and value',
    )
  })

  it.each([
    [null, 'the options of judge: '],
    [{ treshold: 0.1 }, 'Unrecognized key: "treshold"'],
    [{ looks: 5 }, 'looks: '],
    [{ margins: { ttft_median: '10 %' } }, 'margins.ttft_median: '],
    [{ calibration: [{ metric: 'm' }] }, 'calibration.0.model: '],
    [
      { calibration: [{ model: '', benchmarkType: '', metric: 'm', variance: -1, df: 3 }] },
      'calibration.0.variance: ',
    ],
    [{ calibration: [{ ...prior, agreesOverDays: 'no' }] }, 'calibration.0.agreesOverDays: '],
    [
      { calibration: [{ ...prior, history: { launches: 2, disturbed: 5 } }] },
      'calibration.0.history: more launches are disturbed than there are',
    ],
    [{ planned: [{}] }, 'planned.0.model: '],
  ])('names the option that is malformed: %j', (options, expected) => {
    const call = () => judge(samples(0), options as never)

    expect(call).toThrow(OptionError)
    expect(call).toThrow(expected)
  })

  it.each(columns)('judges the rest where %s is an object without a text', (field) => {
    const spoilt = samples(0).map((sample, at) =>
      at === 0 ? { ...sample, valid: field !== 'reason', [field]: { toString: 0 } } : sample,
    )

    expect(judge(spoilt).verdict).toBe('no-change')
  })

  it('judges the rest whatever a row holds', () => {
    const row = fc.integer({ min: 0, max: samples(0).length - 1 })

    fc.assert(
      fc.property(row, fc.constantFrom(...columns), fc.jsonValue(), (index, field, value) => {
        const spoilt = samples(0).map((sample, at) => (at === index ? { ...sample, [field]: value } : sample))

        expect(judge(spoilt).stages.length).toBeGreaterThan(0)
      }),
    )
  })
})
