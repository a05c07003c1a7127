import { describe, expect, it } from 'vitest'
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

    const opposite = findings.filter(({ kind }) => kind === 'opposite-cells')
    expect(opposite).toHaveLength(3)
    expect(opposite[0]).toMatchObject({ faster: [{ case: 'BS=16' }], slower: [{ case: 'BS=1' }] })
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
    expect(metric?.worst?.change).toBeLessThan(0)
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
  })

  it('is decided by the metrics that say so', () => {
    const change = (_: string, metric: string) => (metric === 'prefill_latency' ? -0.2 : 0)
    const metrics = [
      { metric: 'e2e_throughput', unit: 'token/s', better: 'higher', role: 'deciding', level: 1000 },
      { metric: 'prefill_latency', unit: 's', better: 'lower', role: 'judged', level: 0.2 },
    ] as const

    const judgement = judge(makeSamples({ metrics, change }))

    expect(judgement.verdict).toBe('no-change')
    expect(stageOf(judgement).metrics.map(({ gating }) => gating)).toEqual([true, false])
  })

  it('leaves tail percentiles unjudged', () => {
    const metrics = [
      { metric: 'ttft_median', unit: 'ms', better: 'lower', leastMargin: 0.1, level: 100 },
      { metric: 'ttft_p99', unit: 'ms', better: 'lower', level: 300 },
    ] as const

    const [median, tail] = stageOf(
      judge(makeSamples({ benchmarkType: 'online', metrics, change: everywhere(-0.3) })),
    ).metrics

    expect(median).toMatchObject({ verdict: 'regression', gating: true, judged: true, margin: 0.1 })
    expect(tail).toMatchObject({ verdict: 'unresolved', gating: false, judged: false })
    expect(tail?.change).toBeCloseTo(-0.3, 1)
  })
})
