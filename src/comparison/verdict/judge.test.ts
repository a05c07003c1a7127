import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sample } from '../samples.js'
import { judge } from './judge.js'
import type { Judgement } from './judgement.js'
import { OptionError } from './options.js'
import { makeSamples, type MadeStage } from './make-samples.fixture.js'
import type { Verdict } from './words.js'

const stageOf = (judgement: Judgement) => {
  const [stage] = judgement.stages
  if (stage === undefined) throw new Error('no stage')
  return stage
}
const words = (judgement: Judgement) =>
  Object.fromEntries(stageOf(judgement).metrics.map(({ metric, verdict }) => [metric, verdict]))
const everywhere = (change: number) => () => change

describe('a stage in which', () => {
  it.each<[string, Partial<MadeStage>, Verdict]>([
    ['nothing changed', { pairs: 4 }, 'no-change'],
    ['everything is 10 % slower', { change: everywhere(-0.1) }, 'regression'],
    ['everything is 10 % faster', { change: everywhere(0.1) }, 'improvement'],
    ['everything is 3 % slower', { pairs: 6, change: everywhere(-0.03) }, 'slightly-slower'],
    ['everything is 3 % faster', { pairs: 6, change: everywhere(0.03) }, 'slightly-faster'],
    ['noise drowns everything', { launchSd: 0.1, withinSd: 0.1 }, 'unresolved'],
  ])('%s', (_, part, expected) => {
    const judgement = judge(makeSamples(part))

    expect(judgement.verdict).toBe(expected)
    expect(words(judgement)).toEqual({
      e2e_throughput: expected,
      prefill_latency: expected,
      decode_latency: expected,
    })
  })

  it('one case of nine is 15 % slower is a regression by that case alone', () => {
    const cases = [1, 2, 4, 8, 16, 32, 64, 128, 256].map((size) => `BS=${size}`)
    const change = (name: string) => (name === 'BS=8' ? -0.15 : 0)

    const stage = stageOf(judge(makeSamples({ cases, change, pairs: 5 })))

    const named = stage.cells.filter(({ verdict }) => verdict === 'regression')
    expect(stage.verdict).toBe('regression')
    expect(new Set(named.map((cell) => cell.case))).toEqual(new Set(['BS=8']))
    expect(named).toHaveLength(3)
  })

  it('two cases change in opposite directions says so', () => {
    const change = (name: string) => (name === 'BS=1' ? -0.15 : name === 'BS=16' ? 0.15 : 0)

    const { findings } = judge(makeSamples({ change, pairs: 6 }))

    const opposite = findings.filter(({ kind }) => kind === 'opposite-cells').map(({ sentence }) => sentence)
    expect(opposite).toHaveLength(3)
    expect(opposite[0]).toMatch(/faster BS=16 \+1\d\.\d %; slower BS=1 -1\d\.\d %$/)
  })
})

describe('what is shown', () => {
  const stage = stageOf(judge(makeSamples({ pairs: 4 })))

  it('is the change with its interval, and both arms as geometric means in their unit', () => {
    const cell = stage.cells.find((one) => one.metric === 'prefill_latency' && one.case === 'BS=4')

    expect(cell?.main).toBeCloseTo(0.2, 2)
    expect(cell?.pr).toBeCloseTo(0.2, 2)
    expect((cell?.main ?? 0) / (cell?.pr ?? 1) - 1).toBeCloseTo(cell?.change ?? 1, 10)
    expect(cell?.low).toBeLessThan(cell?.change ?? 0)
    expect(cell?.high).toBeGreaterThan(cell?.change ?? 0)
  })

  it('is the bound and the worst case of "no change"', () => {
    const [metric] = stage.metrics

    expect(metric?.bound).toBeLessThan(0.05)
    expect(metric?.sentence).toMatch(
      /^no change \(within ±\d\.\d+ %; worst BS=\d+ -\d\.\d %, (no change|unresolved)\)$/,
    )
  })

  it('is the noise of the stage', () => {
    const noise = stageOf(judge(makeSamples({ pairs: 10, launchSd: 0.02, withinSd: 0.01 }))).metrics[0]?.noise

    expect(noise?.launch).toBeGreaterThan(0.01)
    expect(noise?.launch).toBeLessThan(0.035)
    expect(noise?.within).toBeCloseTo(0.01, 2)
    expect(noise?.detectable).toBeGreaterThan(0.02)
  })

  it('names how many pairs would settle an unresolved metric', () => {
    const [metric] = stageOf(judge(makeSamples({ launchSd: 0.05, withinSd: 0.05 }))).metrics

    expect(metric?.verdict).toBe('unresolved')
    expect(metric?.pairsNeeded).toBeGreaterThan(4)
    expect(metric?.sentence).toContain(`about ${metric?.pairsNeeded ?? 0} pairs would settle it`)
  })

  it('leaves tail percentiles unjudged', () => {
    const metrics = [
      { metric: 'ttft_median', unit: 'ms', better: 'lower', level: 100 },
      { metric: 'ttft_p99', unit: 'ms', better: 'lower', level: 300 },
    ] as const

    const [median, tail] = stageOf(
      judge(makeSamples({ benchmarkType: 'online', metrics, change: everywhere(-0.3) })),
    ).metrics

    expect(median).toMatchObject({ verdict: 'regression', gating: true, judged: true, margin: 0.1 })
    expect(tail).toMatchObject({ verdict: 'unresolved', gating: false, judged: false })
    expect(tail?.sentence).toMatch(/^-(29|30)\.\d %, not judged$/)
  })
})

describe('looks', () => {
  it.each([
    [1, 3, false],
    [2, 3, false],
    [3, 3, true],
  ])('want, with %d quiet pairs, %d in all', (pairs, wanted, settled) => {
    const stage = stageOf(judge(makeSamples({ pairs })))

    expect(stage).toMatchObject({ pairs, pairsWanted: wanted, settled })
  })

  it('go on while the noise hides the answer, and stop at the last', () => {
    const noisy = { launchSd: 0.1, withinSd: 0.1 }

    const wanted = [3, 4, 5, 6, 7, 8, 10].map(
      (pairs) => stageOf(judge(makeSamples({ ...noisy, pairs }))).pairsWanted,
    )

    expect(wanted).toEqual([4, 5, 6, 8, 8, 10, 10])
  })

  it('can be one, which has the whole budget', () => {
    const samples = makeSamples({ pairs: 4, change: everywhere(-0.03), launchSd: 0.006 })

    const planned = stageOf(judge(samples)).verdict
    const fixed = stageOf(judge(samples, { looks: [4] }))

    expect(planned).toBe('unresolved')
    expect(fixed).toMatchObject({ verdict: 'slightly-slower', settled: true, pairsWanted: 4 })
  })

  it('name no difference at three pairs, however large', () => {
    const stage = stageOf(judge(makeSamples({ pairs: 3, change: everywhere(-0.3) })))

    expect(stage).toMatchObject({ verdict: 'unresolved', pairsWanted: 4 })
  })
})

describe('a single pair', () => {
  it.each([
    [-0.2, 'regression'],
    [0.2, 'improvement'],
    [0.01, 'unresolved'],
  ])('with a change of %d is judged by the historical rule', (change, expected) => {
    const judgement = judge(makeSamples({ pairs: 1, change: everywhere(change) }), { looks: [1] })

    const stage = stageOf(judgement)
    expect(stage.verdict).toBe(expected)
    expect(stage.pairsWanted).toBe(1)
    expect(stage.metrics[0]).toMatchObject({ low: null, high: null })
    expect(judgement.findings.map(({ sentence }) => sentence)).toContain(
      'grok offline: single run: no significance test',
    )
  })
})

describe('the family', () => {
  it('divides its budget by the stages it tests', () => {
    const changed = makeSamples({ pairs: 4, change: everywhere(-0.02), seed: 5 })
    const others = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].flatMap((model, index) =>
      makeSamples({ model, pairs: 4, seed: 20 + index }),
    )
    const options = { looks: [4] }

    const alone = judge(changed, options).stages[0]
    const amongMany = judge([...changed, ...others], options).stages[0]

    expect(alone?.metrics.filter(({ verdict }) => verdict === 'slightly-slower')).toHaveLength(3)
    expect(amongMany?.metrics.filter(({ verdict }) => verdict === 'slightly-slower').length).toBeLessThan(3)
  })

  it('is as bad as its worst stage', () => {
    const verdict = judge([
      ...makeSamples({ change: everywhere(0.1) }),
      ...makeSamples({ model: 'deepseek', change: everywhere(-0.1), seed: 2 }),
    ]).verdict

    expect(verdict).toBe('regression')
  })
})

describe('options', () => {
  it.each([
    [{ threshold: 0 }, 'threshold'],
    [{ threshold: 5 }, 'threshold'],
    [{ margins: { ttft_median: NaN } }, 'margin of ttft_median'],
    [{ looks: [] }, 'looks'],
    [{ looks: [4, 4] }, 'looks'],
    [{ looks: [2.5] }, 'looks'],
  ])('%j are refused by name', (options, name) => {
    expect(() => judge([], options)).toThrow(OptionError)
    expect(() => judge([], options)).toThrow(name)
  })

  it('move the margin', () => {
    const samples = makeSamples({ pairs: 6, change: everywhere(-0.1) })

    const found = [
      judge(samples, { threshold: 0.15 }).verdict,
      judge(samples, { margins: { e2e_throughput: 0.02 } }).verdict,
    ]

    expect(found).toEqual(['slightly-slower', 'regression'])
  })

  it('choose the metrics that decide', () => {
    const change = (_: string, metric: string) => (metric === 'prefill_latency' ? -0.2 : 0)
    const samples = makeSamples({ change })

    const judgement = judge(samples, { gating: { offline: ['e2e_throughput'] } })

    expect(judgement.verdict).toBe('no-change')
    expect(stageOf(judgement).metrics.map(({ gating }) => gating)).toEqual([true, false, false])
  })

  it('say what was planned, so that what is absent is missing', () => {
    const planned = [
      { model: 'grok', benchmarkType: 'offline', cases: ['BS=1', 'BS=512'], metrics: [] },
      {
        model: 'deepseek',
        benchmarkType: 'online',
        cases: ['rate=1'],
        metrics: [{ metric: 'itl_median', unit: 'ms', better: 'lower' }],
      },
    ] as const

    const judgement = judge(makeSamples(), { planned })

    expect(judgement.verdict).toBe('missing')
    expect(judgement.stages.map(({ model, verdict }) => [model, verdict])).toEqual([
      ['grok', 'no-change'],
      ['deepseek', 'missing'],
    ])
  })
})

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
