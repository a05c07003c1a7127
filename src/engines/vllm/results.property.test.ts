import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ResultFileError } from '../../comparison/result-file-error.js'
import { offlineResult } from './offline-result.js'
import { readServingResult } from './online.js'

const lengths = { name: 'a case', inputLength: 32, outputLength: 8, flags: [] }

const readers = {
  latency: (text: string, file: string) =>
    offlineResult({ kind: 'latency', batchSize: 2, ...lengths }, text, file),
  throughput: (text: string, file: string) =>
    offlineResult({ kind: 'throughput', prompts: 16, ...lengths }, text, file),
  serving: readServingResult,
}

/** Texts that are JSON, that nearly are what the programs write, and that are neither. */
const texts = fc.oneof(
  fc.string(),
  fc.json(),
  fc
    .record({
      latencies: fc.oneof(fc.array(fc.double()), fc.jsonValue()),
      elapsed_time: fc.oneof(fc.double(), fc.jsonValue()),
      num_requests: fc.oneof(fc.integer(), fc.jsonValue()),
      total_num_tokens: fc.oneof(fc.integer(), fc.jsonValue()),
      completed: fc.integer(),
      num_prompts: fc.integer(),
      duration: fc.double(),
      median_ttft_ms: fc.oneof(fc.double(), fc.jsonValue()),
    })
    .map((value) => JSON.stringify(value)),
)

describe.each(Object.entries(readers))('%s', (_name, read) => {
  it('reads a text, or says in which file it is wrong', () => {
    fc.assert(
      fc.property(texts, (text) => {
        try {
          read(text, '/tmp/result.json')
        } catch (error) {
          expect(error).toBeInstanceOf(ResultFileError)
          expect(String(error)).toContain('/tmp/result.json')
        }
      }),
    )
  })

  it('refuses a file that its writer did not finish', () => {
    const cut = '{"latencies": [0.5, 0.'

    expect(() => read(cut, '/tmp/result.json')).toThrow(ResultFileError)
  })
})
