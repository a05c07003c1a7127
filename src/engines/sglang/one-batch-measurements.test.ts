import { describe, expect, it } from 'vitest'
import { printedBlock } from '../../../test/fixtures/one-batch-output.js'
import { readerOfShapes, readLines } from '../../../test/fixtures/one-batch-reader.js'
import type { BatchLatencies, BatchShape } from './one-batch-shape.js'

const small: BatchShape = { batchSize: 1, inputLength: 1024, outputLength: 128 }
const large: BatchShape = { batchSize: 4, inputLength: 1024, outputLength: 128 }
const latencies: BatchLatencies = { prefillLatency: 0.03, medianDecodeLatency: 0.005, totalLatency: 0.7 }

describe('OneBatchReader', () => {
  it('tells a measurement as soon as its total is printed', () => {
    const reader = readerOfShapes([large])
    const lines = [
      'Warmup ...',
      ...printedBlock(large, latencies),
      'Benchmark ...',
      ...printedBlock(large, latencies),
    ]

    const early = readLines(reader, lines.slice(0, -1))
    const last = readLines(reader, lines.slice(-1))

    expect(early).toEqual([])
    expect(last.map(({ values }) => values)).toMatchObject([
      { prefill_latency: 0.03, decode_latency: 0.005, e2e_latency: expect.closeTo(0.7, 5) as number },
    ])
    expect(reader.isComplete).toBe(true)
  })

  it('has the throughputs by the formulas of SGLang', () => {
    const [result] = readLines(readerOfShapes([large]), ['Benchmark ...', ...printedBlock(large, latencies)])

    expect(result?.values?.prefill_throughput).toBeCloseTo(4096 / 0.03, 1)
    expect(result?.values?.decode_throughput).toBeCloseTo(4 / 0.005, 1)
    expect(result?.values?.e2e_throughput).toBeCloseTo(4608 / 0.7, 1)
  })

  it('takes from the throughput the digits that the latency of three decimals lacks', () => {
    const [result] = readLines(readerOfShapes([small]), [
      'Benchmark ...',
      ...printedBlock(small, { ...latencies, totalLatency: 0.1317731 }),
    ])

    expect(result?.values?.e2e_latency).toBeCloseTo(0.1317731, 6)
  })

  it('counts the old blocks, which do not say their batch size', () => {
    const results = readLines(readerOfShapes([small, large], 2), [
      'Benchmark ...',
      ...[small, large, small, large].flatMap((shape) => printedBlock(shape, latencies, 'old')),
    ])

    expect(results.map(({ case: name, repeats }) => [name, repeats.length])).toEqual([
      ['(1, 1024, 128)', 2],
      ['(4, 1024, 128)', 2],
    ])
  })

  it('measures a prefill alone where one token is asked for', () => {
    const prompt: BatchShape = { batchSize: 2, inputLength: 512, outputLength: 1 }

    const [result] = readLines(readerOfShapes([prompt]), [
      'Benchmark ...',
      ...printedBlock(prompt, { prefillLatency: 0.02, medianDecodeLatency: undefined, totalLatency: 0.02 }),
    ])

    expect(result?.values).toMatchObject({ prefill_latency: 0.02 })
    expect(result?.values).not.toHaveProperty('decode_latency')
  })

  it('forgets what stood before the last `Benchmark ...`, and never counts a warm-up', () => {
    const reader = readerOfShapes([small], 2)
    const block = printedBlock(small, latencies)

    const results = readLines(reader, [
      ...['Warmup ...', ...block, 'Benchmark ...', ...block],
      ...['Warmup ...', ...block, 'Benchmark ...', ...block, ...block],
    ])

    expect(results.map(({ repeats }) => repeats.length)).toEqual([2])
  })

  it('reads through logs, rank prefixes and a print whose line another process began', () => {
    const reader = readerOfShapes([small])
    const [prefill = '', step = '', median = '', total = ''] = printedBlock(small, latencies)

    const results = readLines(reader, [
      '[2025-01-20 14:30:22 TP0] Load weight end. avail mem=100.00 GB, latency: 3 s',
      '[aiter] importingBenchmark ...',
      `[aiter] import [module_norm] under /aiter/jit/module_norm.so${prefill}`,
      '',
      `\u001b[32m${step}\u001b[0m\r`,
      '[rank3]:   File "x.py", line 3, in decode',
      median,
      total,
    ])

    expect(results.map(({ reason }) => reason)).toEqual([null])
  })

  it('passes over a shape that SGLang skips, in the benchmark only', () => {
    const skip = 'skipping (1, 1024, 128) due to max batch size limit'

    const results = readLines(readerOfShapes([small, large]), [
      'Warmup ...',
      skip,
      'Benchmark ...',
      skip,
      ...printedBlock(large, latencies),
    ])

    expect(results.map(({ reason }) => reason)).toEqual([{ kind: 'batch-too-large' }, null])
  })

  it('gives up one measurement whose lines are broken, and goes on with the next', () => {
    const other: BatchShape = { ...small, batchSize: 2 }
    const reader = readerOfShapes([small, large, other])
    const [prefill = '', step = '', median = ''] = printedBlock(small, latencies)

    const results = readLines(reader, [
      'Benchmark ...',
      ...[prefill, step, median, 'Total. laten'],
      ...printedBlock(large, latencies),
      ...printedBlock(other, latencies).filter((line) => !line.includes('median')),
    ])

    const unreadable = { kind: 'output-unreadable' }
    expect(results.map(({ reason }) => reason)).toEqual([unreadable, null, unreadable])
    expect(reader.isComplete).toBe(true)
  })

  it('has the median of the passes that are readable', () => {
    const reader = readerOfShapes([small], 3)
    const block = (prefillLatency: number) => printedBlock(small, { ...latencies, prefillLatency })

    const [result] = readLines(reader, [
      'Benchmark ...',
      ...block(0.03).slice(0, -1),
      ...block(0.04),
      ...block(0.04),
    ])

    expect(result?.values?.prefill_latency).toBeCloseTo(0.04, 5)
    expect(result?.repeats).toHaveLength(2)
  })

  it.each([
    [
      'another batch size in the new form',
      [small],
      ['Decode 0. Batch size: 2, latency: 0.005 s, throughput: 400.00'],
    ],
    ['tokens that are not those of the shape', [large], printedBlock(small, latencies, 'old')],
    ['another shape skipped', [small], ['skipping (4, 1024, 128) due to max batch size limit']],
    ['more than was planned', [], printedBlock(small, latencies)],
  ])('trusts nothing any more after %s', (_, planned, lines) => {
    const reader = readerOfShapes(planned)

    const results = readLines(reader, ['Benchmark ...', ...lines, ...printedBlock(small, latencies)])

    expect(results).toEqual([])
    expect(reader.isComplete).toBe(false)
  })

  it('marks a just-in-time build where it was measured meanwhile alone', () => {
    const line = '[aiter] start build [module_moe] under /aiter/jit/build/module_moe'
    const block = printedBlock(small, latencies)

    const before = readLines(readerOfShapes([small]), ['Warmup ...', line, 'Benchmark ...', ...block, line])
    const within = readLines(readerOfShapes([small]), ['Warmup ...', 'Benchmark ...', line, ...block])

    expect(before[0]).not.toHaveProperty('disturbance')
    expect(within[0]?.disturbance).toEqual({ kind: 'kernels-built', module: 'module_moe' })
  })
})
