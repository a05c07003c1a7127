import { describe, expect, it } from 'vitest'
import { printedBlock } from '../../../test/fixtures/one-batch-output.js'
import type { OneBatchEvent } from './one-batch-event.js'
import { OneBatchOutput } from './one-batch-output.js'
import type { BatchLatencies, BatchShape } from './one-batch-shape.js'

const small: BatchShape = { batchSize: 1, inputLength: 1024, outputLength: 128 }
const large: BatchShape = { batchSize: 4, inputLength: 1024, outputLength: 128 }
const latencies: BatchLatencies = { prefillLatency: 0.03, medianDecodeLatency: 0.005, totalLatency: 0.7 }

const read = (output: OneBatchOutput, lines: readonly string[]): OneBatchEvent[] =>
  lines.flatMap((line) => output.read(line))
const measured = (events: readonly OneBatchEvent[]) =>
  events.flatMap((event) => (event.kind === 'measured' ? [event.measurement] : []))

describe('OneBatchOutput', () => {
  it('tells a measurement as soon as its total is printed', () => {
    const output = new OneBatchOutput([large])
    const lines = [
      'Warmup ...',
      ...printedBlock(large, latencies),
      'Benchmark ...',
      ...printedBlock(large, latencies),
    ]

    const early = read(output, lines.slice(0, -1))
    const last = read(output, lines.slice(-1))

    expect(measured(early)).toEqual([])
    expect(measured(last)).toEqual([
      {
        ...large,
        prefillLatency: 0.03,
        medianDecodeLatency: 0.005,
        totalLatency: expect.closeTo(0.7, 5) as number,
      },
    ])
    expect(output.isComplete).toBe(true)
  })

  it('takes from the throughput the digits that the latency of three decimals lacks', () => {
    const output = new OneBatchOutput([small])

    const events = read(output, [
      'Benchmark ...',
      ...printedBlock(small, { ...latencies, totalLatency: 0.1317731 }),
    ])

    expect(measured(events)[0]?.totalLatency).toBeCloseTo(0.1317731, 6)
  })

  it('counts the old blocks, which do not say their batch size', () => {
    const output = new OneBatchOutput([small, large, small, large])

    const events = read(output, [
      'Benchmark ...',
      ...[small, large, small, large].flatMap((shape) => printedBlock(shape, latencies, 'old')),
    ])

    expect(measured(events).map(({ batchSize }) => batchSize)).toEqual([1, 4, 1, 4])
  })

  it('measures a prefill alone where one token is asked for', () => {
    const prompt: BatchShape = { batchSize: 2, inputLength: 512, outputLength: 1 }
    const output = new OneBatchOutput([prompt])

    const events = read(output, [
      'Benchmark ...',
      ...printedBlock(prompt, { prefillLatency: 0.02, medianDecodeLatency: undefined, totalLatency: 0.02 }),
    ])

    expect(measured(events)).toMatchObject([{ prefillLatency: 0.02, medianDecodeLatency: undefined }])
  })

  it('forgets what stood before the last `Benchmark ...`, and never counts a warm-up', () => {
    const output = new OneBatchOutput([small])
    const twice = [
      'Warmup ...',
      ...printedBlock(small, latencies),
      'Benchmark ...',
      ...printedBlock(small, latencies),
    ]

    const events = read(output, [...twice, ...twice])

    expect(events.map((event) => event.kind)).toEqual(['measuring', 'measured', 'measuring', 'measured'])
  })

  it('reads through logs, rank prefixes and a print whose line another process began', () => {
    const output = new OneBatchOutput([small])
    const [prefill = '', step = '', median = '', total = ''] = printedBlock(small, latencies)

    const events = read(output, [
      '[2025-01-20 14:30:22 TP0] Load weight end. avail mem=100.00 GB, latency: 3 s',
      '[aiter] importingBenchmark ...',
      `[aiter] import [module_norm] under /aiter/jit/module_norm.so${prefill}`,
      '',
      `\u001b[32m${step}\u001b[0m\r`,
      '[rank3]:   File "x.py", line 3, in decode',
      median,
      total,
    ])

    expect(measured(events)).toHaveLength(1)
  })

  it('passes over a shape that SGLang skips, in the benchmark only', () => {
    const output = new OneBatchOutput([small, large])
    const skip = 'skipping (1, 1024, 128) due to max batch size limit'

    const events = read(output, [
      'Warmup ...',
      skip,
      'Benchmark ...',
      skip,
      ...printedBlock(large, latencies),
    ])

    expect(events.map((event) => event.kind)).toEqual(['measuring', 'skipped', 'measured'])
    expect(measured(events)[0]?.batchSize).toBe(4)
  })

  it('gives up one measurement whose lines are broken, and goes on with the next', () => {
    const output = new OneBatchOutput([small, large, small])
    const [prefill = '', step = '', median = ''] = printedBlock(small, latencies)

    const events = read(output, [
      'Benchmark ...',
      ...[prefill, step, median, 'Total. laten'],
      ...printedBlock(large, latencies),
      ...printedBlock(small, latencies).filter((line) => !line.includes('median')),
    ])

    expect(events.map((event) => event.kind)).toEqual(['measuring', 'unreadable', 'measured', 'unreadable'])
    expect(output.position).toBe(3)
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
    const output = new OneBatchOutput(planned)

    const events = read(output, ['Benchmark ...', ...lines, ...printedBlock(small, latencies)])

    expect(events.map((event) => event.kind)).toEqual(['measuring'])
    expect(output.isComplete).toBe(false)
  })

  it('flags a just-in-time build, with what was being measured', () => {
    const output = new OneBatchOutput([small])
    const line = '[aiter] start build [module_moe] under /aiter/jit/build/module_moe'

    const events = read(output, [
      'Warmup ...',
      line,
      'Benchmark ...',
      line,
      ...printedBlock(small, latencies),
      line,
    ])

    expect(events.flatMap((event) => (event.kind === 'jit-build' ? [event.index] : []))).toEqual([
      undefined,
      0,
      undefined,
    ])
  })
})
