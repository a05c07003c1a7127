import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sample } from '../comparison/samples.js'
import { judge } from './judge.js'
import { makeSamples } from './make-samples.fixture.js'
import { verdicts } from './verdicts.js'

const good = makeSamples({ pairs: 4 })
const ttft = { metric: 'ttft', unit: 's', better: 'lower', level: 1 } as const
const change = (index: number, part: Partial<Sample>) =>
  good.map((sample, position) => (position === index ? { ...sample, ...part } : sample))
const inputs = (samples: readonly Sample[]) => judge(samples).findings.filter(({ kind }) => kind === 'input')

describe('a value that cannot be one', () => {
  it.each([0, -3, Infinity, NaN])('%d is said with row and column and counts as missing', (value) => {
    const samples = change(7, { value })

    const { findings, stages } = judge(samples)

    expect(findings).toContainEqual(
      expect.objectContaining({ kind: 'input', row: 9, column: 'value', case: samples[7]?.case }),
    )
    expect(findings[0]).toMatchObject({ fault: { kind: 'no-number', value: String(value) } })
    expect(stages[0]?.verdict).toBe('no-change')
  })
})

describe('a row that belongs to no launch', () => {
  it.each([
    ['pair', { pair: 0 }],
    ['pair', { pair: 1.5 }],
    ['attempt', { attempt: NaN }],
  ])('is left out and said: %s', (column, part) => {
    const [found] = inputs(change(3, part))

    expect(found).toMatchObject({ row: 5, column })
    expect(found).toMatchObject({ fault: { kind: 'unreadable', expected: 'count' } })
  })

  it('is one that contradicts the direction of its metric', () => {
    const [found] = inputs(change(30, { better: good[30]?.better === 'higher' ? 'lower' : 'higher' }))

    expect(found).toMatchObject({ row: 32, column: 'better' })
  })
})

it('takes the median of rows for the same launch and cell, and says so', () => {
  const again = good.slice(0, 1).map((sample) => ({ ...sample, value: (sample.value ?? 0) * 1.001 }))

  const { findings, stages } = judge([...good, ...again])

  expect(findings[0]).toMatchObject({ kind: 'input', row: good.length + 2, column: 'pair' })
  expect(stages[0]?.pairs).toBe(4)
})

it('says once of a launch and cell that it has more than one row, however many there are', () => {
  const [first] = good
  const again = Array.from({ length: 30_000 }, () => first).filter((sample) => sample !== undefined)

  const { findings, stages } = judge([...good, ...again])

  expect(findings.filter(({ kind }) => kind === 'input')).toHaveLength(1)
  expect(stages[0]).toMatchObject({ pairs: 4, verdict: 'no-change' })
})

it('judges tens of thousands of pairs', () => {
  const samples = makeSamples({ pairs: 20_000, cases: ['only'], metrics: [ttft] })

  const { stages } = judge(samples)

  expect(stages[0]).toMatchObject({ pairs: 20_000, verdict: 'no-change' })
})

it('judges what is left when a pair lacks an arm', () => {
  const samples = good.filter(({ pair, arm }) => pair !== 2 || arm !== 'pr')

  const { findings, stages } = judge(samples)

  expect(findings).toMatchObject([
    { kind: 'incomplete-pair', pair: 2, attempt: 1, arms: ['pr'], hasOthers: false },
  ])
  expect(stages[0]).toMatchObject({ pairs: 3, attempts: 4, verdict: 'no-change' })
})

it('reads void rows and never judges them', () => {
  const samples = good.map((sample) =>
    sample.pair === 3 && sample.arm === 'pr' ? { ...sample, value: 1, valid: false } : sample,
  )

  const { stages } = judge(samples)

  expect(stages[0]).toMatchObject({ pairs: 3, verdict: 'no-change' })
})

it('takes a second attempt for a void first one', () => {
  const voided = good.map((sample) => (sample.pair === 2 ? { ...sample, valid: false } : sample))
  const again = good
    .filter(({ pair }) => pair === 2)
    .map((sample) => ({ ...sample, attempt: 2, startedAt: '' }))

  const { stages } = judge([...voided, ...again])

  expect(stages[0]).toMatchObject({ pairs: 4, attempts: 5, settled: true })
})

describe('what never gave a number', () => {
  it('is missing with its reason: a case', () => {
    const samples = good.map((sample) =>
      sample.case === 'BS=16' && sample.arm === 'pr'
        ? { ...sample, value: null, reason: 'out of memory' }
        : sample,
    )

    const { verdict, stages, findings } = judge(samples)

    const cells = stages[0]?.cells.filter((cell) => cell.case === 'BS=16') ?? []
    expect(verdict).toBe('missing')
    expect(cells.map((cell) => [cell.verdict, cell.reason, cell.pr])).toEqual(
      cells.map(() => ['missing', { kind: 'no-value', reasons: { pr: 'out of memory' } }, null]),
    )
    expect(stages[0]?.metrics.map((metric) => metric.verdict)).toEqual([
      'no-change',
      'no-change',
      'no-change',
    ])
    expect(findings).toMatchObject([
      {
        kind: 'missing',
        metrics: ['e2e_throughput', 'prefill_latency', 'decode_latency'],
        cases: ['BS=16'],
        of: 5,
        reason: { kind: 'no-value', reasons: { pr: 'out of memory' } },
      },
    ])
  })

  it('is missing: an arm, a stage', () => {
    const samples = good.map((sample) =>
      sample.arm === 'pr' ? { ...sample, value: null, reason: 'crashed' } : sample,
    )

    const { verdict, stages } = judge(samples)

    expect(verdict).toBe('missing')
    expect(stages[0]).toMatchObject({ pairs: 0, settled: true, pairsWanted: 4 })
    expect(stages[0]?.metrics[0]).toMatchObject({
      verdict: 'missing',
      reason: { kind: 'missing', cell: { kind: 'no-value', reasons: { pr: 'crashed' } } },
    })
  })

  it('is missing: everything', () => {
    const judgement = judge([])

    expect(judgement).toMatchObject({ verdict: 'missing', stages: [] })
    expect(judgement.findings[0]?.kind).toBe('no-samples')
  })
})

it('names identical values', () => {
  const samples = good.map((sample) => ({ ...sample, value: 10 }))

  const { verdict, findings } = judge(samples)

  expect(verdict).toBe('no-change')
  expect(findings.filter(({ kind }) => kind === 'constant-values')).toHaveLength(6)
})

it('gives finite numbers for values at the ends of what a number can hold', () => {
  const samples = good.map((sample) => ({ ...sample, value: sample.arm === 'pr' ? 1e308 : 1e-320 }))

  const judgement = judge(samples)

  expect(numbersIn(judgement).every(Number.isFinite)).toBe(true)
  expect(JSON.stringify(judgement)).not.toMatch(/NaN|Infinity/)
})

it('gives words and finite numbers for any samples at all', () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.constantFrom(0, -1, Infinity, NaN, 1e-320, 1e308, 5, 5.1),
    fc.double({ min: 1e-9, max: 1e9 }),
  )
  const sample: fc.Arbitrary<Sample> = fc.record({
    model: fc.constantFrom('a', 'b'),
    benchmarkType: fc.constantFrom('offline', 'online', 'other'),
    case: fc.constantFrom('x', 'y', 'z', 'w'),
    metric: fc.constantFrom('e2e_throughput', 'prefill_latency', 'ttft_p99', ''),
    unit: fc.constant('s'),
    better: fc.constantFrom('higher', 'lower'),
    pair: fc.integer({ min: -1, max: 6 }),
    attempt: fc.integer({ min: 0, max: 2 }),
    arm: fc.constantFrom('main', 'pr'),
    position: fc.constantFrom(1, 2),
    host: fc.constant(''),
    startedAt: fc.constantFrom('', '2025-01-20T00:00:00Z', 'nonsense'),
    value,
    valid: fc.boolean(),
    reason: fc.constantFrom('', 'failed'),
  })
  const options = fc.record({
    looks: fc.constantFrom([1], [2], [4], [3, 4, 5, 6]),
    final: fc.boolean(),
    calibration: fc.constantFrom(
      [],
      [
        {
          model: 'a',
          benchmarkType: 'offline',
          metric: 'e2e_throughput',
          variance: 0,
          df: 0,
          agreesOverDays: true,
        },
      ],
    ),
    planned: fc.constantFrom([], [{ model: 'c', benchmarkType: 'offline', cases: ['x'], metrics: [] }]),
  })

  fc.assert(
    fc.property(fc.array(sample, { maxLength: 200 }), options, (samples, chosen) => {
      const judgement = judge(samples, chosen)

      expect(verdicts).toContain(judgement.verdict)
      expect(numbersIn(judgement).every(Number.isFinite)).toBe(true)
      expect(JSON.stringify(judgement.stages)).not.toMatch(/NaN|Infinity/)
    }),
    { numRuns: 300 },
  )
})

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(numbersIn)
}

it.each([null, undefined, 7])('leaves a row out that is no sample: %s', (row) => {
  const samples: unknown[] = [row, ...makeSamples({ pairs: 4 })]

  const { stages, findings } = judge(samples as Sample[])

  expect(findings[0]).toMatchObject({ kind: 'input', row: 2, fault: { kind: 'no-sample' } })
  expect(stages[0]?.verdict).toBe('no-change')
})

it('says of a gap in a list of samples that it is none', () => {
  const samples = makeSamples({ pairs: 4 })
  samples.length += 2

  const { findings } = judge(samples)

  expect(findings.filter(({ kind }) => kind === 'input')).toHaveLength(2)
})
