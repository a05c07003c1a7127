import { describe, expect, it } from 'vitest'
import type { OfflineCase } from './offline-cases.js'
import { OfflineReader, offlineMarkers } from './offline.js'
import { latencyFile, latencyLog, throughputFile } from './printed.fixture.js'

const lengths = { inputLength: 32, outputLength: 8, flags: [] }
const latency: OfflineCase = { kind: 'latency', name: 'BS=2', batchSize: 2, ...lengths }
const throughput: OfflineCase = { kind: 'throughput', name: 'prompts=16', prompts: 16, ...lengths }
const ended = { exitCode: 0, timedOut: false, oomKilled: false }

const readerOf = (measured: OfflineCase, lines: readonly string[] = []) => {
  const reader = new OfflineReader(measured)
  for (const line of lines) if (offlineMarkers.some((marker) => line.includes(marker))) reader.read(line)
  return reader
}

describe('one run of vllm bench latency', () => {
  it('gives the median of its iterations, and all of them', () => {
    const reader = readerOf(latency, latencyLog)

    const results = reader.end({ ...ended, file: { text: latencyFile } })

    expect(results).toHaveLength(1)
    expect(results[0]?.values?.latency).toBeCloseTo(0.31899, 5)
    expect(results[0]?.values?.throughput).toBeCloseTo(80 / 0.31899, 1)
    expect(results[0]?.repeats.map((values) => values.latency)).toHaveLength(10)
    expect(reader.isComplete).toBe(true)
    expect(reader.current).toBeNull()
  })

  it('tells what the engine resolved', () => {
    const reader = readerOf(latency, latencyLog)

    expect(reader.state.resolved).toEqual({
      'tokens in the cache': 524_288,
      'context length': 512,
      'chunked prefill size': 4096,
    })
  })

  it('is not complete where it left no file, and says which case it ended in', () => {
    const reader = readerOf(latency, latencyLog)

    const results = reader.end({ ...ended, exitCode: 1, file: { problem: 'there is no file' } })

    expect(results).toEqual([])
    expect(reader.isComplete).toBe(false)
    expect(reader.current).toBe('BS=2')
  })

  it('is not complete where its file was cut short', () => {
    const reader = readerOf(latency)

    const results = reader.end({ ...ended, exitCode: 137, file: { text: latencyFile.slice(0, 90) } })

    expect(results).toEqual([])
    expect(reader.isComplete).toBe(false)
  })

  it.each([
    'torch.OutOfMemoryError: HIP out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 191.98 GiB',
    '(EngineCore pid=25) ERROR 11-29 21:06:58 [core.py:1510] ValueError: No available memory for the cache blocks. Try increasing',
  ])('tells a lack of memory: %s', (line) => {
    const reader = readerOf(latency, [line])

    expect(reader.isOutOfMemory).toBe(true)
  })
})

describe('one run of vllm bench throughput', () => {
  it('gives the tokens a second of prompts and answers, and its seconds', () => {
    const reader = readerOf(throughput)

    const [result] = reader.end({ ...ended, file: { text: throughputFile } })

    expect(result?.values?.throughput).toBeCloseTo(1467.94, 2)
    expect(result?.values?.latency).toBeCloseTo(0.43599, 5)
    expect(result?.work).toEqual({ requests: 16, tokens: 640 })
  })

  it('does not count where it had other requests than it was told', () => {
    const reader = readerOf({ ...throughput, prompts: 17 })

    const [result] = reader.end({ ...ended, file: { text: throughputFile } })

    expect(result?.values).toBeNull()
    expect(result?.reason).toEqual({ kind: 'requests-failed', completed: 16, of: 17 })
  })
})
