import { describe, expect, it } from 'vitest'
import { demoPlan, demoRecord } from '../../test/fixtures/record.js'
import type { PairResult } from '../comparison/launch.js'
import type { RunRecord } from './record.js'
import { samplesOf } from './samples.js'

const samplesIn = (record: RunRecord) =>
  samplesOf(record, (reason) => (reason.kind === 'text' ? reason.text : reason.kind))

function onePair(): { record: RunRecord; pair: PairResult } {
  const record = demoRecord({ pairs: 1 })
  const [pair] = record.pairs
  if (pair === undefined) throw new Error('the fixture has no pair')
  return { record: { ...record, pairs: [pair] }, pair }
}

/** A copy of a pair, one of whose launches is void. */
function voided(pair: PairResult, text: string): PairResult {
  const [first, second] = pair.launches
  if (first === undefined || second === undefined) throw new Error('a pair has two launches')
  return { ...pair, launches: [{ ...first, voidReason: { kind: 'text', text } }, second] }
}

describe('samplesOf', () => {
  it('gives a row a launch, case and metric, with the value in the metric’s unit', () => {
    const { record, pair } = onePair()

    const samples = samplesIn(record)

    expect(samples).toHaveLength(2 * 5 * 6)
    expect(samples[0]).toEqual({
      model: 'grok',
      benchmarkType: 'offline',
      case: 'TP=8, BS=1, IL=1024, OL=128',
      metric: 'e2e_throughput',
      unit: 'token/s',
      role: 'deciding',
      better: 'higher',
      pair: 1,
      attempt: 1,
      arm: pair.launches[0]?.arm,
      position: 1,
      host: 'mi300x-01',
      startedAt: pair.launches[0]?.startedAt,
      value: pair.launches[0]?.cases[0]?.values?.e2e_throughput,
      valid: true,
      reason: '',
    })
  })

  it('gives a case that failed as rows without a value, with the reason', () => {
    const { record } = onePair()

    const missing = samplesIn(record).filter((sample) => sample.case.includes('BS=256'))

    expect(missing).toHaveLength(2 * 6)
    for (const sample of missing)
      expect(sample).toMatchObject({
        value: null,
        valid: false,
        reason: 'out-of-memory',
        why: { kind: 'out-of-memory' },
      })
  })

  it('gives a planned case that a launch never came to as missing', () => {
    const { record, pair } = onePair()
    const launches = pair.launches.map((launch) => ({ ...launch, cases: launch.cases.slice(1) }))

    const samples = samplesIn({ ...record, pairs: [{ ...pair, launches }] })

    const first = samples.find((sample) => sample.case.includes('BS=1,'))
    expect(first).toMatchObject({ value: null, valid: false, reason: '' })
  })

  it('has no row for a metric that the case does not have, such as decode at one output token', () => {
    const { record, pair } = onePair()
    const launches = pair.launches.map((launch) => ({
      ...launch,
      cases: launch.cases.map((result) => ({ ...result, values: { e2e_latency: 1 } })),
    }))

    const samples = samplesIn({ ...record, pairs: [{ ...pair, launches }] })

    expect(new Set(samples.map((sample) => sample.metric))).toEqual(new Set(['e2e_latency']))
  })

  it('keeps both launches of a void pair, and counts neither', () => {
    const { record, pair } = onePair()

    const samples = samplesIn({
      ...record,
      pairs: [voided(pair, 'the host was busy'), { ...pair, attempt: 2 }],
    })

    const measured = samples.filter((sample) => sample.value !== null)
    for (const sample of measured) {
      const isFirst = sample.attempt === 1
      expect(sample).toMatchObject({ valid: !isFirst, reason: isFirst ? 'the host was busy' : '' })
    }
    expect(measured).toHaveLength(2 * 2 * 4 * 6)
  })

  it('counts only the last sound attempt of a pair, whatever order they were recorded in', () => {
    const { record, pair } = onePair()
    const again = { ...pair, generation: 2 }
    const voidedAgain = voided({ ...pair, generation: 2, attempt: 2 }, 'disturbed')

    const samples = samplesIn({ ...record, pairs: [voidedAgain, again, pair] })

    const valid = samples.flatMap((sample, index) => (sample.valid ? [Math.floor(index / 60)] : []))
    expect(new Set(valid)).toEqual(new Set([1]))
    expect(samples.at(-60)).toMatchObject({
      valid: false,
      reason: 'measured-again',
      why: { kind: 'measured-again' },
    })
  })

  it('never counts a value that has no logarithm', () => {
    const { record, pair } = onePair()
    const launches = pair.launches.map((launch) => ({
      ...launch,
      cases: launch.cases.map((result) => ({ ...result, values: { e2e_latency: 0 } })),
    }))

    const samples = samplesIn({ ...record, pairs: [{ ...pair, launches }] })

    for (const sample of samples)
      expect(sample).toMatchObject({ value: 0, valid: false, reason: 'not-positive' })
  })

  it('gives nothing for a stage that was never measured', () => {
    expect(samplesIn({ ...demoRecord(), plan: demoPlan(), pairs: [] })).toEqual([])
  })
})
