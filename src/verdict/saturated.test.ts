import { describe, expect, it } from 'vitest'
import type { Arm } from '../comparison/arm.js'
import type { Sample } from '../comparison/samples.js'
import { judge } from './judge.js'
import { makeSamples } from './make-samples.fixture.js'

const cases = ['rate=1', 'rate=4', 'rate=8', 'rate=16']
const latency = { unit: 'ms', better: 'lower', role: 'deciding' } as const
const metrics = [
  { metric: 'e2e_latency_median', ...latency, whenSaturated: 'shown', level: 9000 },
  { metric: 'ttft_median', ...latency, whenSaturated: 'shown', leastMargin: 0.1, level: 200 },
  { metric: 'itl_median', ...latency, level: 12 },
  {
    metric: 'output_throughput',
    unit: 'token/s',
    better: 'higher',
    role: 'judged',
    whenSaturated: 'deciding',
    level: 1000,
  },
] as const

/** The queue at the highest rate doubles TTFT; the throughput there falls by a tenth. */
const queueing = makeSamples({
  model: 'grok',
  benchmarkType: 'online',
  cases,
  metrics,
  pairs: 6,
  change: (name, metric) => {
    if (name !== 'rate=16') return 0
    if (metric === 'ttft_median' || metric === 'e2e_latency_median') return -0.5
    return metric === 'output_throughput' ? -0.1 : 0
  },
})

const saturatedIn = (isSaturated: (sample: Sample) => boolean) =>
  queueing.map((sample) =>
    sample.case === 'rate=16' && isSaturated(sample) ? { ...sample, saturated: true } : sample,
  )
const only =
  (arm: Arm, ...pairs: number[]) =>
  (sample: Sample) =>
    sample.arm === arm && pairs.includes(sample.pair)

const wordsAt = (samples: readonly Sample[]) => {
  const { stages } = judge(samples)
  return Object.fromEntries(
    (stages[0]?.cells ?? [])
      .filter((cell) => cell.case === 'rate=16')
      .map(({ metric, verdict, gating }) => [metric, gating ? verdict : 'shown']),
  )
}

describe('a case in which the server falls behind the offered rate', () => {
  it('is judged by its output throughput, and not by how long the queue was', () => {
    const { verdict, stages, findings } = judge(saturatedIn(() => true))

    expect(wordsAt(saturatedIn(() => true))).toEqual({
      e2e_latency_median: 'shown',
      ttft_median: 'shown',
      itl_median: 'no-change',
      output_throughput: 'regression',
    })
    expect(verdict).toBe('regression')
    expect(
      stages[0]?.metrics.map(({ metric, saturated, gating, verdict: word }) => [
        metric,
        saturated === true,
        gating ? word : 'shown',
      ]),
    ).toEqual([
      ['e2e_latency_median', false, 'no-change'],
      ['e2e_latency_median', true, 'shown'],
      ['ttft_median', false, 'no-change'],
      ['ttft_median', true, 'shown'],
      ['itl_median', false, 'no-change'],
      ['output_throughput', false, 'shown'],
      ['output_throughput', true, 'regression'],
    ])
    expect(findings.find(({ kind }) => kind === 'saturated')).toMatchObject({
      cases: ['rate=16'],
      throughputDecides: true,
    })
  })

  it('is one as soon as half of the launches of an arm fall behind', () => {
    const [most, few] = [saturatedIn(only('pr', 1, 3, 5)), saturatedIn(only('pr', 1, 3))]

    expect(wordsAt(most)).toMatchObject({ ttft_median: 'shown', output_throughput: 'regression' })
    expect(wordsAt(few)).toMatchObject({ ttft_median: 'regression', output_throughput: 'shown' })
  })

  it('leaves no TTFT to be judged where every case is one', () => {
    const everywhere = queueing.map((sample) => ({ ...sample, saturated: true }))

    const { stages } = judge(everywhere)

    expect(stages[0]?.metrics.filter(({ gating }) => gating).map(({ metric }) => metric)).toEqual([
      'itl_median',
      'output_throughput',
    ])
  })

  it('changes nothing where no launch says so', () => {
    const said = queueing.map((sample) => ({ ...sample, saturated: false }))

    expect(judge(said)).toEqual(judge(queueing))
  })
})
