import { describe, expect, it } from 'vitest'
import type { OfflineCase } from './offline-cases.js'
import type { CaseResult } from '../../comparison/launch.js'
import { planProcesses } from './one-batch-process.js'
import { OneBatchReader } from './one-batch-reader.js'

function offlineCase(batchSize: number): OfflineCase {
  const shape = { tensorParallel: 1, batchSize, inputLength: 100, outputLength: 10 }
  return { name: `BS=${batchSize}`, ...shape, flags: [] }
}

const cases = [offlineCase(1), offlineCase(2)]

function readerOf(passes: number): OneBatchReader {
  const process = planProcesses(cases, { isolate: false, passes })[0]
  if (process === undefined) throw new Error('no process')
  return new OneBatchReader(process)
}

/**
 * What one_batch prints for a batch whose prefill takes `prefill` seconds, each decode step a tenth of that.
 */
function block(batchSize: number, prefill: number): string[] {
  const decode = prefill / 10
  const total = prefill + 9 * decode
  return [
    `Prefill. latency: ${prefill.toFixed(5)} s, throughput: ${((100 * batchSize) / prefill).toFixed(2)} token/s`,
    `Decode.  median latency: ${decode.toFixed(5)} s, median throughput: ${(batchSize / decode).toFixed(2)} token/s`,
    `Total. latency: ${total.toFixed(3)} s, throughput: ${((110 * batchSize) / total).toFixed(2)} token/s`,
  ]
}

function readAll(reader: OneBatchReader, lines: readonly string[]): CaseResult[] {
  return lines.flatMap((line) => reader.read(line))
}

describe('OneBatchReader', () => {
  it('takes the median of the passes after the warm one', () => {
    const reader = readerOf(4)
    const passes = [9, 0.5, 0.3, 0.4].flatMap((prefill) => [...block(1, prefill), ...block(2, prefill)])

    const results = readAll(reader, ['Warmup ...', ...block(1, 9), 'Benchmark ...', ...passes])

    expect(results.map((result) => result.case)).toEqual(['BS=1', 'BS=2'])
    expect(results[0]?.values?.prefill_latency).toBeCloseTo(0.4, 4)
    expect(results[0]?.repeats).toHaveLength(4)
    expect(reader.isComplete).toBe(true)
  })

  it('counts the only pass where a case has a process of its own', () => {
    const reader = readerOf(1)

    const results = readAll(reader, ['Benchmark ...', ...block(1, 0.5), ...block(2, 0.25)])

    expect(results.map((result) => result.values?.prefill_latency)).toEqual([
      expect.closeTo(0.5, 4),
      expect.closeTo(0.25, 4),
    ])
  })

  it('keeps the cases that were finished before a crash, and knows in which one it came', () => {
    const reader = readerOf(2)
    const lines = [
      'Benchmark ...',
      ...block(1, 0.5),
      ...block(2, 0.5),
      ...block(1, 0.5),
      ...block(2, 0.5).slice(0, 1),
    ]

    const results = readAll(reader, lines)

    expect(results.map((result) => result.case)).toEqual(['BS=1'])
    expect(reader.isComplete).toBe(false)
    expect(reader.current).toBe('BS=2')
  })

  it('blames the load, not a case, for what happens before the warm-up', () => {
    const reader = readerOf(2)

    readAll(reader, ['[rank0]: torch.OutOfMemoryError: HIP out of memory. Tried to allocate 20.00 GiB'])

    expect(reader.current).toBeNull()
    expect(reader.isOutOfMemory).toBe(true)
  })

  it('tells a skipped case once, however many passes skip it', () => {
    const reader = readerOf(2)
    const skip = 'skipping (2, 100, 10) due to max batch size limit'

    const results = readAll(reader, ['Benchmark ...', ...block(1, 0.5), skip, ...block(1, 0.5), skip])

    expect(results.map((result) => [result.case, result.values === null])).toEqual([
      ['BS=2', true],
      ['BS=1', false],
    ])
  })

  it('minds kernels that are built inside the measured part, not those of the warm pass', () => {
    const warm = readerOf(2)
    const measured = readerOf(2)
    const build = '[aiter] start build [module_moe] under /aiter/jit'

    const pass = [...block(1, 0.5), ...block(2, 0.5)]

    const ofWarm = readAll(warm, ['Benchmark ...', build, ...pass, ...pass])
    const ofMeasured = readAll(measured, ['Benchmark ...', ...pass, build, ...pass])

    expect(ofWarm.map(({ disturbance }) => disturbance)).toEqual([undefined, undefined])
    expect(ofMeasured[0]?.disturbance).toEqual({ kind: 'kernels-built', module: 'module_moe' })
  })

  it('says of the case alone in which they were built that it is disturbed', () => {
    const reader = readerOf(3)
    const build = '[aiter] start build [module_moe] under /aiter/jit'
    const pass = [...block(1, 0.5), ...block(2, 0.5)]

    const results = readAll(reader, [
      'Benchmark ...',
      ...pass,
      ...block(1, 0.5),
      build,
      ...block(2, 0.5),
      ...pass,
    ])

    expect(results.map(({ case: name, disturbance }) => [name, disturbance])).toEqual([
      ['BS=1', undefined],
      ['BS=2', { kind: 'kernels-built', module: 'module_moe' }],
    ])
  })
})
