import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { judge } from '../../verdict/judge.js'
import { makeSamples } from '../../verdict/make-samples.fixture.js'
import { bencherResults } from './bencher.js'
import { benchmarkEntries } from './github-action-benchmark.js'

/** https://bencher.dev/bmf.json, as its schema has it. */
const bencherSchema = z.record(
  z.string().min(1).max(1024),
  z.record(
    z.string().min(1).max(64),
    z.strictObject({
      value: z.number(),
      lower_value: z.number().optional(),
      upper_value: z.number().optional(),
    }),
  ),
)

/** What extractCustomBenchmarkResult of github-action-benchmark takes, and how its types name it. */
const entriesSchema = z.array(
  z.strictObject({
    name: z.string().min(1),
    value: z.number(),
    unit: z.string(),
    range: z.string().optional(),
    extra: z.string().optional(),
  }),
)

const judgement = judge(makeSamples({ pairs: 4, change: () => 0.25 }))

describe('values for other programs', () => {
  it('are in the Bencher Metric Format: a benchmark a case, a measure a metric', () => {
    const results = bencherSchema.parse(JSON.parse(JSON.stringify(bencherResults(judgement))))

    const first = results['grok/offline BS=1']
    expect(Object.keys(results)).toHaveLength(5)
    expect(Object.keys(first ?? {})).toEqual(['e2e_throughput', 'prefill_latency', 'decode_latency'])
    for (const { value, lower_value: lower = NaN, upper_value: upper = NaN } of Object.values(first ?? {}))
      expect(lower < value && value < upper).toBe(true)
  })

  it('are entries of one direction for github-action-benchmark', () => {
    const higher = entriesSchema.parse(benchmarkEntries(judgement, 'higher'))
    const lower = entriesSchema.parse(benchmarkEntries(judgement, 'lower'))

    expect([higher.length, lower.length]).toEqual([5, 10])
    expect(higher[0]?.name).toBe('grok/offline BS=1 e2e_throughput')
    expect(higher[0]?.unit).toBe('token/s')
    expect(higher[0]?.extra).toMatch(
      /^main \d+\.\d+\nchange \+2\d\.\d %, \+ is faster\n95 % interval .*\nimprovement$/,
    )
  })

  it('stay values whatever cases and metrics are called', () => {
    const name = fc.oneof(
      fc.constantFrom('__proto__', 'constructor', '\u001b[31m', '\u202e', '{{ x }}', 'a|b', '<b>'),
      fc.string({ unit: 'grapheme', minLength: 1 }),
    )
    fc.assert(
      fc.property(name, name, (caseName, metric) => {
        const samples = makeSamples({
          pairs: 2,
          cases: [caseName],
          metrics: [{ metric, unit: 's', better: 'lower', level: 1 }],
        })

        const judged = judge(samples)
        const results = bencherResults(judged)
        bencherSchema.parse(results)
        const text = JSON.stringify([results, benchmarkEntries(judged, 'lower')])

        expect(Object.values(results).flatMap((measures) => Object.values(measures))).toHaveLength(1)
        expect(text).not.toMatch(/\\u001b|\u202e/)
      }),
    )
  })
})
