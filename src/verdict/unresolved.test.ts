import { expect, it } from 'vitest'
import type { Sample } from '../comparison/samples.js'
import { judge } from './judge.js'
import { makeSamples } from './make-samples.fixture.js'

const few = 'e2e_throughput'
const metricOf = (samples: readonly Sample[], metric = few) =>
  judge(samples).stages[0]?.metrics.find((one) => one.metric === metric)
const slower = (sample: Sample, factor: number): Sample => ({
  ...sample,
  value: (sample.value ?? 0) * (sample.better === 'higher' ? 1 / factor : factor),
})

it('says that a metric is in too few of the valid pairs', () => {
  const samples = makeSamples({ pairs: 6 }).filter(({ metric, pair }) => metric !== few || pair <= 2)

  expect(metricOf(samples)).toMatchObject({
    verdict: 'unresolved',
    reason: { kind: 'too-few-pairs', of: 6 },
  })
})

it('says that no pair is valid', () => {
  const samples = makeSamples({ pairs: 4 }).filter(({ pair, arm }) => (pair % 2 === 1) === (arm === 'pr'))

  expect(metricOf(samples)?.reason).toEqual({ kind: 'no-valid-pair' })
})

it('says that the only valid pair does not have it', () => {
  const samples = makeSamples({ pairs: 1 }).filter(({ metric, arm }) => metric !== few || arm === 'main')
  const later = makeSamples({ pairs: 2 }).filter(
    ({ metric, arm, pair }) => metric === few && arm === 'pr' && pair === 2,
  )

  expect(metricOf([...samples, ...later])?.reason).toEqual({ kind: 'too-few-pairs', of: 1 })
})

it('takes one pair that is left of several for no single run', () => {
  const samples = makeSamples({ pairs: 3 }).map((sample) =>
    (sample.pair === 2 && sample.arm === 'pr') || (sample.pair === 3 && sample.arm === 'main')
      ? slower(sample, 1.5)
      : sample,
  )

  const { stages } = judge(samples)

  expect(stages[0]).toMatchObject({ pairs: 1, launches: 3 })
  expect(stages[0]?.metrics[0]).toMatchObject({ verdict: 'unresolved', reason: { kind: 'one-pair', of: 3 } })
})

it('goes on for a single case that may have changed', () => {
  const samples = makeSamples({
    pairs: 3,
    withinSd: 0.004,
    change: (name, metric) => (name === 'BS=4' && metric === few ? -0.08 : 0),
  })

  const { stages } = judge(samples)

  expect(stages[0]).toMatchObject({
    settled: false,
    stopped: { kind: 'goes-on', pairs: 4, doubts: [] },
  })
})

it('promises no difference before the pairs that one takes beside a launch that was off', () => {
  const samples = makeSamples({ pairs: 4, change: () => -0.2 })
  const odd = samples.map((sample) =>
    sample.pair === 2 && sample.arm === 'main' ? slower(sample, 1 / 1.06) : sample,
  )

  expect(metricOf(makeSamples({ pairs: 2, change: () => -0.2 }))?.pairsNeeded).toBe(4)
  expect(metricOf(odd)).toMatchObject({ verdict: 'unresolved', pairsNeeded: 6 })
})

it('says that a pair has values, but none of a metric that decides', () => {
  const samples = makeSamples({ pairs: 4 })
  const extra = samples
    .filter(({ metric }) => metric === few)
    .map((sample) => ({ ...sample, metric: 'e2e_latency', role: 'judged' as const }))
  const kept = [...samples.filter(({ pair, arm }) => pair !== 2 || arm !== 'pr'), ...extra]

  const { findings } = judge(kept)

  const facts = { kind: 'incomplete-pair', pair: 2, arms: ['pr'], hasOthers: true }
  expect(findings).toContainEqual(expect.objectContaining(facts))
})

it('names the attempt of a pair that was disturbed again', () => {
  const samples = makeSamples({ pairs: 5 })
  const again = [1.5, 1.4, 1].flatMap((factor, index) =>
    samples
      .filter(({ pair }) => pair === 3)
      .map((sample) => ({
        ...(sample.arm === 'main' ? slower(sample, factor) : sample),
        attempt: index + 1,
      })),
  )

  const { findings } = judge([...samples.filter(({ pair }) => pair !== 3), ...again])

  const attempts = [
    { pair: 3, attempt: 1 },
    { pair: 3, attempt: 2 },
  ]
  expect(findings).toContainEqual(expect.objectContaining({ kind: 'disturbed', arm: 'main', attempts }))
})
