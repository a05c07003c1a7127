import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ResultFileError } from '../../comparison/result-file-error.js'
import { RecordInvalid } from '../errors.js'
import { foreignFormats } from './formats.js'
import type { ForeignLaunch } from './launch.js'

const goOutput = `goos: linux
goarch: amd64
pkg: example.com/parser
Unit req/s better=lower
BenchmarkParse/small-8   	    1000	      1200 ns/op	       0 B/op	       0 allocs/op
BenchmarkParse/small-8   	    1000	      1300 ns/op	       0 B/op	       0 allocs/op
BenchmarkParse/small-8   	    1000	      9000 ns/op	       0 B/op	       0 allocs/op
BenchmarkServe-8         	     500	      2.5e3 ns/op	  64.00 MB/s	       7 req/s
Benchmarking is fun 3 times
PASS
ok  	example.com/parser	4.321s
`

const hyperfine = (...results: object[]) => JSON.stringify({ results })
const timed = (command: string, times: number[], more: object = {}) => ({
  command,
  mean: 1,
  stddev: null,
  median: times[0],
  user: 0.1,
  system: 0.1,
  min: 1,
  max: 2,
  times,
  exit_codes: times.map(() => 0),
  ...more,
})
const pytest = JSON.stringify({
  machine_info: { node: 'host' },
  commit_info: { id: 'abc' },
  benchmarks: [
    {
      name: 'test_a',
      fullname: 'tests/bench.py::test_a',
      stats: { min: 0.9, median: 1.5, rounds: 5, ops: 0.6 },
    },
  ],
  datetime: '2026-11-30T10:00:00.5+02:00',
  version: '5.2.3',
})
const served = JSON.stringify({
  date: '20261130-101500',
  backend: 'vllm',
  model_id: 'meta-llama/Llama-3.1-8B',
  num_prompts: 100,
  request_rate: 'inf',
  max_concurrency: 8,
  duration: 12.5,
  completed: 100,
  total_output_tokens: 12800,
  output_throughput: 1024,
  median_ttft_ms: 31.5,
  median_e2el_ms: 910,
})

/** Reads a text by its format. */
function read(format: string, text: string): ForeignLaunch {
  const reader = foreignFormats[format]
  if (reader === undefined) throw new Error(`no format ${format}`)
  return reader(text, 'a.out')
}

describe('a launch in a file of another program', () => {
  it('is the median of each Go benchmark’s runs, in the direction that the unit has', () => {
    const { values, measuredAt } = read('benchstat', goOutput)

    const figures = values.map(({ case: name, metric, better, value }) => [name, metric, better, value])
    expect(figures).toEqual([
      ['example.com/parser Parse/small-8', 'ns/op', 'lower', 1300],
      ['example.com/parser Parse/small-8', 'B/op', 'lower', 0],
      ['example.com/parser Parse/small-8', 'allocs/op', 'lower', 0],
      ['example.com/parser Serve-8', 'ns/op', 'lower', 2500],
      ['example.com/parser Serve-8', 'MB/s', 'higher', 64],
      ['example.com/parser Serve-8', 'req/s', 'lower', 7],
    ])
    expect(measuredAt).toBe('')
  })

  it('is the median of each command’s runs; one command alone has the same name in both versions', () => {
    const one = read('hyperfine', hyperfine(timed('./new --fast', [2, 4, 9])))
    const several = read(
      'hyperfine',
      hyperfine(timed('sleep 1', [1]), timed('wc', [3], { parameters: { size: '10', mode: 'x' } })),
    )

    expect(one.values).toEqual([{ case: 'command', metric: 'time', unit: 's', better: 'lower', value: 4 }])
    expect(several.values.map(({ case: name, value }) => [name, value])).toEqual([
      ['sleep 1', 1],
      ['size=10, mode=x', 3],
    ])
  })

  it('has the time of a pytest run', () => {
    const { values, measuredAt } = read('pytest-benchmark', pytest)

    expect(values).toEqual([
      { case: 'tests/bench.py::test_a', metric: 'time', unit: 's', better: 'lower', value: 1.5 },
    ])
    expect(measuredAt).toBe('2026-11-30T08:00:00.500Z')
  })

  it('has the load of a served benchmark, with the metrics that prbench knows', () => {
    const launch = read('vllm', served)

    expect(launch).toMatchObject({
      model: 'meta-llama/Llama-3.1-8B',
      benchmarkType: 'online',
      measuredAt: '20261130-101500',
    })
    expect(launch.values.map(({ case: name, metric, value }) => [name, metric, value])).toEqual([
      ['rate inf, concurrency 8', 'e2e_latency_median', 910],
      ['rate inf, concurrency 8', 'ttft_median', 31.5],
      ['rate inf, concurrency 8', 'output_throughput', 1024],
    ])
  })

  it.each([
    ['benchstat', 'PASS\n', 'a.out, row 1: no line is of a Go benchmark'],
    ['benchstat', 'x\nBenchmarkA 10 fast ns/op\n', 'a.out, row 2, column ns/op: fast is not a number'],
    ['benchstat', 'BenchmarkA 10 12\n', 'a.out, row 1: expected values with their units'],
    ['hyperfine', '{"results": []}', 'a.out, field results: '],
    ['hyperfine', hyperfine({ command: 'a', median: 'x' }), 'a.out, field results[0].median: '],
    ['hyperfine', '{"results": [', 'a.out: it is not JSON. Is it incomplete?'],
    ['pytest-benchmark', '{"benchmarks": []}', 'a.out, field datetime: '],
    ['vllm', '{"completed": 1}', 'a.out, row 1, column duration: '],
  ])('of %s that is wrong is refused by name and place (%#)', (format, text, message) => {
    expect(() => read(format, text)).toThrow(message)
  })
})

/** A text with pieces taken out, doubled or replaced: what a crash or a person makes of a file. */
const damaged = (text: string) =>
  fc
    .array(fc.record({ at: fc.nat(text.length), length: fc.nat(20), put: fc.string({ maxLength: 5 }) }), {
      maxLength: 4,
    })
    .map((wounds) =>
      wounds.reduce(
        (whole, { at, length, put }) => whole.slice(0, at) + put + whole.slice(at + length),
        text,
      ),
    )

describe.each([
  ['benchstat', goOutput],
  ['hyperfine', hyperfine(timed('a', [1, 2]), timed('b', [3]))],
  ['pytest-benchmark', pytest],
  ['vllm', served],
])('the reader of %s', (format, sound) => {
  it('gives values of positive numbers, or refuses by file, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(damaged(sound), fc.string({ unit: 'grapheme' }), fc.json()), (text) => {
        let launch: ForeignLaunch | undefined
        let thrown: unknown
        try {
          launch = read(format, text)
        } catch (error) {
          thrown = error
        }

        if (launch === undefined) {
          expect(thrown instanceof ResultFileError || thrown instanceof RecordInvalid).toBe(true)
          expect(String(thrown)).toContain('a.out')
        } else expect(launch.values.every(({ value }) => Number.isFinite(value) && value >= 0)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
