import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jitBuildMarkers } from './jit-build.js'
import type { OneBatchEvent } from './one-batch-event.js'
import { oneBatchMarkers } from './one-batch-line.js'
import { OneBatchOutput } from './one-batch-output.js'
import { batchThroughputs, crossShapes } from './one-batch-shape.js'
import type { BatchLatencies, BatchShape } from './one-batch-shape.js'

const fixed = (value: number, width: number, decimals: number) => value.toFixed(decimals).padStart(width)

/** What `one_batch` prints for one measurement. */
function block(shape: BatchShape, latencies: BatchLatencies, form: 'old' | 'new' = 'new'): string[] {
  const { prefillLatency, medianDecodeLatency, totalLatency } = latencies
  const { prefillThroughput, decodeThroughput, overallThroughput } = batchThroughputs(shape, latencies)
  const lines = [
    `Prefill. latency: ${fixed(prefillLatency, 6, 5)} s, throughput: ${fixed(prefillThroughput, 9, 2)} token/s`,
  ]
  if (medianDecodeLatency !== undefined && decodeThroughput !== undefined) {
    const rate = `latency: ${fixed(medianDecodeLatency, 6, 5)} s, throughput: ${fixed(decodeThroughput, 9, 2)} token/s`
    lines.push(
      form === 'old' ? `Decode.  ${rate}` : `Decode 0. Batch size: ${String(shape.batchSize)}, ${rate}`,
    )
    lines.push(
      `Decode.  median latency: ${fixed(medianDecodeLatency, 6, 5)} s, ` +
        `median throughput: ${fixed(decodeThroughput, 9, 2)} token/s`,
    )
  }
  lines.push(
    `Total. latency: ${fixed(totalLatency, 6, 3)} s, throughput: ${fixed(overallThroughput, 9, 2)} token/s`,
  )
  return lines
}

const small: BatchShape = { batchSize: 1, inputLength: 1024, outputLength: 128 }
const large: BatchShape = { batchSize: 4, inputLength: 1024, outputLength: 128 }
const latencies: BatchLatencies = { prefillLatency: 0.03, medianDecodeLatency: 0.005, totalLatency: 0.7 }

const read = (output: OneBatchOutput, lines: readonly string[]): OneBatchEvent[] =>
  lines.flatMap((line) => output.read(line))
const measured = (events: readonly OneBatchEvent[]) =>
  events.flatMap((event) => (event.kind === 'measured' ? [event.measurement] : []))

describe('OneBatchOutput', () => {
  it('tells a measurement as soon as its total is printed, with the printed numbers beside it', () => {
    const output = new OneBatchOutput([large])
    const lines = ['Warmup ...', ...block(large, latencies), 'Benchmark ...', ...block(large, latencies)]

    const early = read(output, lines.slice(0, -1))
    const last = read(output, lines.slice(-1))

    expect(measured(early)).toEqual([])
    expect(measured(last)).toEqual([
      {
        ...large,
        index: 0,
        prefillLatency: 0.03,
        medianDecodeLatency: 0.005,
        totalLatency: expect.closeTo(0.7, 5) as number,
        printed: {
          ...latencies,
          prefillThroughput: 136533.33,
          decodeThroughput: 800,
          overallThroughput: 6582.86,
        },
      },
    ])
    expect(output.isComplete).toBe(true)
  })

  it('takes from the throughput the digits that the latency of three decimals lacks', () => {
    const output = new OneBatchOutput([small])

    const events = read(output, ['Benchmark ...', ...block(small, { ...latencies, totalLatency: 0.1317731 })])

    expect(measured(events)[0]?.totalLatency).toBeCloseTo(0.1317731, 6)
    expect(measured(events)[0]?.printed.totalLatency).toBe(0.132)
  })

  it('counts the old blocks, which do not say their batch size', () => {
    const output = new OneBatchOutput([small, large, small, large])

    const events = read(output, [
      'Benchmark ...',
      ...[small, large, small, large].flatMap((shape) => block(shape, latencies, 'old')),
    ])

    expect(measured(events).map(({ index, batchSize }) => [index, batchSize])).toEqual([
      [0, 1],
      [1, 4],
      [2, 1],
      [3, 4],
    ])
  })

  it('measures a prefill alone where one token is asked for', () => {
    const prompt: BatchShape = { batchSize: 2, inputLength: 512, outputLength: 1 }
    const output = new OneBatchOutput([prompt])

    const events = read(output, [
      'Benchmark ...',
      ...block(prompt, { prefillLatency: 0.02, medianDecodeLatency: undefined, totalLatency: 0.02 }),
    ])

    expect(measured(events)).toMatchObject([{ prefillLatency: 0.02, medianDecodeLatency: undefined }])
  })

  it('forgets what stood before the last `Benchmark ...`, and never counts a warm-up', () => {
    const output = new OneBatchOutput([small])
    const twice = ['Warmup ...', ...block(small, latencies), 'Benchmark ...', ...block(small, latencies)]

    const events = read(output, [...twice, ...twice])

    expect(events.map((event) => event.kind)).toEqual([
      'warming-up',
      'measuring',
      'measured',
      'warming-up',
      'measuring',
      'measured',
    ])
    expect(measured(events).map(({ index }) => index)).toEqual([0, 0])
  })

  it('reads through logs, rank prefixes and a print whose line another process began', () => {
    const output = new OneBatchOutput([small])
    const [prefill = '', step = '', median = '', total = ''] = block(small, latencies)

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

  it.each([
    ['[rank0]: torch.OutOfMemoryError: HIP out of memory. Tried to allocate 20.00 GiB.', 'out-of-memory'],
    ['torch.cuda.OutOfMemoryError: no memory', 'out-of-memory'],
    ['RuntimeError: alloc_req_slots runs out of memory. Please set a smaller number', 'pool-limit'],
    ['RuntimeError: Prefill out of memory. Try to lower your batch size.', 'pool-limit'],
  ] as const)('tells from %j that the process gave up: %s', (line, reason) => {
    const output = new OneBatchOutput([small, large])

    const events = read(output, ['Benchmark ...', ...block(small, latencies), line, line])

    expect(events.filter((event) => event.kind === 'failure')).toHaveLength(1)
    expect(output.failure).toMatchObject({ reason, index: 1 })
    expect(output.isComplete).toBe(false)
  })

  it('does not take every word of memory for a failure', () => {
    const output = new OneBatchOutput([small])

    const events = read(output, [
      'Benchmark ...',
      'mem usage=1.2 GB, to avoid out of memory set --mem-fraction-static',
    ])

    expect(events).toEqual([{ kind: 'measuring' }])
    expect(output.failure).toBeUndefined()
  })

  it('knows what ran out of memory: nothing yet while loading, the first shape in the warm-up', () => {
    const oom = 'torch.OutOfMemoryError: HIP out of memory.'
    const loading = new OneBatchOutput([small])
    const warming = new OneBatchOutput([small])

    read(loading, [oom])
    read(warming, ['Warmup ...', oom])

    expect(loading.failure?.index).toBeUndefined()
    expect(warming.failure?.index).toBe(0)
  })

  it('forgives a failure that the measurement got over', () => {
    const output = new OneBatchOutput([small, large])

    read(output, ['Benchmark ...', 'HIP out of memory, retried', ...block(small, latencies)])

    expect(output.failure).toBeUndefined()
  })

  it('passes over a shape that SGLang skips, in the benchmark only', () => {
    const output = new OneBatchOutput([small, large])
    const skip = 'skipping (1, 1024, 128) due to max batch size limit'

    const events = read(output, ['Warmup ...', skip, 'Benchmark ...', skip, ...block(large, latencies)])

    expect(events.map((event) => event.kind)).toEqual(['warming-up', 'measuring', 'skipped', 'measured'])
    expect(measured(events)[0]?.index).toBe(1)
  })

  it('gives up one measurement whose lines are broken, and goes on with the next', () => {
    const output = new OneBatchOutput([small, large, small])
    const [prefill = '', step = '', median = ''] = block(small, latencies)

    const events = read(output, [
      'Benchmark ...',
      ...[prefill, step, median, 'Total. laten'],
      ...block(large, latencies),
      ...block(small, latencies).filter((line) => !line.includes('median')),
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
    ['tokens that are not those of the shape', [large], block(small, latencies, 'old')],
    ['another shape skipped', [small], ['skipping (4, 1024, 128) due to max batch size limit']],
    ['more than was planned', [], block(small, latencies)],
  ])('trusts nothing any more after %s', (_, planned, lines) => {
    const output = new OneBatchOutput(planned)

    const events = read(output, ['Benchmark ...', ...lines, ...block(small, latencies)])

    expect(events.map((event) => event.kind)).toEqual(['measuring', 'disagreement'])
    expect(output.disagreement).not.toBe('')
    expect(output.isComplete).toBe(false)
  })

  it('flags a just-in-time build, with what was being measured', () => {
    const output = new OneBatchOutput([small])
    const line = '[aiter] start build [module_moe] under /aiter/jit/build/module_moe'

    const events = read(output, ['Warmup ...', line, 'Benchmark ...', line, ...block(small, latencies), line])

    expect(events.flatMap((event) => (event.kind === 'jit-build' ? [event.index] : []))).toEqual([
      undefined,
      0,
      undefined,
    ])
  })

  const shapes = fc.record({
    batchSizes: fc.array(fc.integer({ min: 1, max: 512 }), { minLength: 1, maxLength: 4 }),
    inputLengths: fc.array(fc.integer({ min: 1, max: 32768 }), { minLength: 1, maxLength: 2 }),
    outputLengths: fc.array(fc.integer({ min: 1, max: 4096 }), { minLength: 1, maxLength: 2 }),
  })
  const anyLatencies = fc.record({
    prefillLatency: fc.double({ min: 1e-4, max: 500, noNaN: true }),
    medianDecodeLatency: fc.double({ min: 1e-4, max: 5, noNaN: true }),
    totalLatency: fc.double({ min: 1e-3, max: 5000, noNaN: true }),
  })
  const noise = fc
    .string()
    .filter((text) => [...oneBatchMarkers, ...jitBuildMarkers].every((m) => !text.includes(m)))

  it('reads back whatever was measured, in order, closer than the printed latency', () => {
    fc.assert(
      fc.property(
        shapes,
        fc.array(anyLatencies, { minLength: 16, maxLength: 16 }),
        fc.constantFrom('old', 'new'),
        noise,
        (lists, drawn, form, text) => {
          const planned = crossShapes(lists.batchSizes, lists.inputLengths, lists.outputLengths)
          const truth = planned.map((shape, index) => {
            const next = drawn[index] ?? latencies
            return shape.outputLength === 1 ? { ...next, medianDecodeLatency: undefined } : next
          })
          const lines = planned.flatMap((shape, index) => block(shape, truth[index] ?? latencies, form))
          const output = new OneBatchOutput(planned)

          const found = measured(read(output, ['Benchmark ...', ...lines.flatMap((line) => [text, line])]))

          expect(output.disagreement).toBeUndefined()
          expect(found).toHaveLength(planned.length)
          found.forEach((measurement, index) => {
            expect(measurement).toMatchObject({ ...planned[index], index })
            expect(
              Math.abs(measurement.totalLatency - (truth[index]?.totalLatency ?? NaN)),
            ).toBeLessThanOrEqual(0.0005001)
            expect(
              Math.abs(measurement.prefillLatency - (truth[index]?.prefillLatency ?? NaN)),
            ).toBeLessThanOrEqual(0.000005001)
          })
        },
      ),
    )
  })

  it('says nothing of a line without a marker, so that a reader may search raw bytes for markers', () => {
    fc.assert(
      fc.property(noise, (line) => {
        const output = new OneBatchOutput([small])

        expect(output.read(line)).toEqual([])
      }),
    )
  })

  it('reads any text, and a line of megabytes in no time', () => {
    const piece = fc.constantFrom(
      ...oneBatchMarkers,
      ...jitBuildMarkers,
      ' ',
      '0',
      '.',
      'Decode. ',
      'Total. ',
      's, ',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        const output = new OneBatchOutput([small])
        output.read('Benchmark ...')

        output.read(pieces.join(''))
      }),
    )
    const output = new OneBatchOutput([small])
    const started = process.cpuUsage()

    output.read('Total. latency: '.repeat(500_000))

    const { user, system } = process.cpuUsage(started)
    expect((user + system) / 1000).toBeLessThan(1000)
  })
})
