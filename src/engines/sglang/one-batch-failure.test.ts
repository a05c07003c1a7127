import { describe, expect, it } from 'vitest'
import { printedBlock } from '../../../test/fixtures/one-batch-output.js'
import { readerOfShapes, readLines } from '../../../test/fixtures/one-batch-reader.js'
import type { BatchLatencies, BatchShape } from './one-batch-shape.js'

const small: BatchShape = { batchSize: 1, inputLength: 1024, outputLength: 128 }
const large: BatchShape = { batchSize: 4, inputLength: 1024, outputLength: 128 }
const latencies: BatchLatencies = { prefillLatency: 0.03, medianDecodeLatency: 0.005, totalLatency: 0.7 }

describe('OneBatchReader, of a process that gives up', () => {
  it.each([
    ['[rank0]: torch.OutOfMemoryError: HIP out of memory. Tried to allocate 20.00 GiB.', true],
    ['torch.cuda.OutOfMemoryError: no memory', true],
    ['RuntimeError: HIP error: out of memory', true],
    ['RuntimeError: Not enough memory. Please try to increase --mem-fraction-static.', true],
    ['ValueError: The memory capacity is unbalanced. Some GPUs may be occupied', false],
    ['RuntimeError: alloc_req_slots runs out of memory. Please set a smaller number', false],
    ['RuntimeError: Prefill out of memory. Try to lower your batch size.', false],
  ] as const)('tells from %j whether the GPU had no memory left: %s', (line, isOutOfMemory) => {
    const reader = readerOfShapes([small, large])

    readLines(reader, ['Benchmark ...', ...printedBlock(small, latencies), line, line])

    expect(reader.isOutOfMemory).toBe(isOutOfMemory)
    expect(reader.isComplete).toBe(false)
  })

  it('does not take every word of memory for a failure', () => {
    const reader = readerOfShapes([small])

    readLines(reader, ['Benchmark ...', 'mem usage=1.2 GB, to avoid out of memory set --mem-fraction-static'])

    expect(reader.isOutOfMemory).toBe(false)
  })

  it('forgives a failure that the measurement got over', () => {
    const reader = readerOfShapes([small, large])

    readLines(reader, ['Benchmark ...', 'HIP out of memory, retried', ...printedBlock(small, latencies)])

    expect(reader.isOutOfMemory).toBe(false)
  })

  it('keeps a failure that stderr told before stdout told the end of the measurement before it', () => {
    const reader = readerOfShapes([small, large])
    const block = printedBlock(small, latencies)
    const oom = '[rank0]: torch.OutOfMemoryError: HIP out of memory.'

    readLines(reader, ['Benchmark ...', ...block.slice(0, -1), oom, ...block.slice(-1)])

    expect(reader.isOutOfMemory).toBe(true)
    expect(reader.current).toBe('(4, 1024, 128)')
  })
})
