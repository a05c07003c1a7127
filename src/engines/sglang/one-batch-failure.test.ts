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

describe('OneBatchOutput, of a process that gives up', () => {
  it.each([
    ['[rank0]: torch.OutOfMemoryError: HIP out of memory. Tried to allocate 20.00 GiB.', 'out-of-memory'],
    ['torch.cuda.OutOfMemoryError: no memory', 'out-of-memory'],
    ['RuntimeError: alloc_req_slots runs out of memory. Please set a smaller number', 'pool-limit'],
    ['RuntimeError: Prefill out of memory. Try to lower your batch size.', 'pool-limit'],
  ] as const)('tells from %j that the process gave up: %s', (line, reason) => {
    const output = new OneBatchOutput([small, large])

    read(output, ['Benchmark ...', ...printedBlock(small, latencies), line, line])

    expect(output.failure).toBe(reason)
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

  it('forgives a failure that the measurement got over', () => {
    const output = new OneBatchOutput([small, large])

    read(output, ['Benchmark ...', 'HIP out of memory, retried', ...printedBlock(small, latencies)])

    expect(output.failure).toBeUndefined()
  })
  it('keeps a failure that stderr told before stdout told the end of the measurement before it', () => {
    const output = new OneBatchOutput([small, large])
    const block = printedBlock(small, latencies)
    const oom = '[rank0]: torch.OutOfMemoryError: HIP out of memory.'

    read(output, ['Benchmark ...', ...block.slice(0, -1), oom, ...block.slice(-1)])

    expect(output.failure).toBe('out-of-memory')
    expect(output.position).toBe(1)
  })
})
