import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ResultFileError } from '../../comparison/result-file-error.js'
import { readOneBatchRow, readOneBatchRows } from './one-batch-row.js'

const place = { file: 'result.jsonl', row: 1 }
const written = {
  run_name: 'pair-1',
  batch_size: 32,
  input_len: 1024,
  output_len: 128,
  prefill_latency: 0.5,
  prefill_throughput: 65536,
  median_decode_latency: 0.02,
  median_decode_throughput: 1600,
  total_latency: 4,
  overall_throughput: 9216,
}

describe('readOneBatchRow', () => {
  it('reads latencies and derives the throughputs that SGLang computes', () => {
    const row = readOneBatchRow(JSON.stringify(written), place)

    expect(row).toEqual({
      runName: 'pair-1',
      batchSize: 32,
      inputLength: 1024,
      outputLength: 128,
      prefillLatency: 0.5,
      medianDecodeLatency: 0.02,
      totalLatency: 4,
      prefillThroughput: written.prefill_throughput,
      decodeThroughput: written.median_decode_throughput,
      overallThroughput: written.overall_throughput,
    })
  })

  it('has no decode where one token is asked for', () => {
    const prefillOnly = { ...written, output_len: 1, median_decode_latency: undefined }

    const row = readOneBatchRow(JSON.stringify(prefillOnly), place)

    expect(row).toMatchObject({ medianDecodeLatency: undefined, decodeThroughput: undefined })
  })

  it('takes the numbers that Python writes bare and JSON does not know', () => {
    const row = readOneBatchRow(
      `{"extra": [Infinity, -Infinity, NaN, "NaN \\" Infinity"], ${JSON.stringify(written).slice(1)}`,
      place,
    )

    expect(row.batchSize).toBe(32)
  })

  it.each([
    ['truncated', JSON.stringify(written).slice(0, -9), /result\.jsonl, row 1: it is not whole/],
    ['with NUL bytes', `${JSON.stringify(written)}\0\0`, /NUL bytes/],
    ['of 10 MB', `{"x": "${'x'.repeat(10 * 1024 * 1024)}"}`, /more than 8388608/],
    [
      'with a number that no double holds',
      JSON.stringify(written).replace('0.5', '1e999'),
      /1e999 is no number/,
    ],
    ['with a latency of NaN', JSON.stringify(written).replace('0.5', 'NaN'), /column prefill_latency/],
    [
      'with an infinite latency',
      JSON.stringify(written).replace('0.5', 'Infinity'),
      /column prefill_latency/,
    ],
    ['with a latency of 0', JSON.stringify(written).replace('0.5', '0.0'), /column prefill_latency/],
    [
      'without its median',
      JSON.stringify({ ...written, median_decode_latency: undefined }),
      /median_decode_latency/,
    ],
    ['of another program', '{"backend": "sglang", "duration": 3}', /column batch_size/],
    ['that is a list', '[1, 2]', /row 1: /],
    ['nested without end', '['.repeat(100_000), /not whole/],
  ])('refuses a row %s', (_, text, message) => {
    const reading = () => readOneBatchRow(text, place)

    expect(reading).toThrow(ResultFileError)
    expect(reading).toThrow(message)
  })

  it('throws nothing but its own error, whatever the bytes are', () => {
    const piece = fc.constantFrom(
      '"',
      '\\',
      '{',
      '}',
      '[',
      'NaN',
      'Infinity',
      '-',
      '1e9',
      ',',
      '\0',
      '__proto__',
      ':',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), (pieces) => {
        try {
          readOneBatchRow(pieces.join(''), place)
          return true
        } catch (error) {
          return error instanceof ResultFileError
        }
      }),
    )
  })
})

describe('readOneBatchRows', () => {
  it('reads on after a broken row, and says where it is', () => {
    const good = JSON.stringify(written)

    const { rows, errors } = readOneBatchRows(`${good}\n{"batch_size": 4,\n\n${good}\n`, 'result.jsonl')

    expect(rows).toHaveLength(2)
    expect(errors.map((error) => error.row)).toEqual([2])
  })

  it('leaves out the rows of other runs', () => {
    const other = JSON.stringify({ ...written, run_name: 'default' })

    const { rows } = readOneBatchRows(`${other}\n${JSON.stringify(written)}\n`, 'result.jsonl', 'pair-1')

    expect(rows.map((row) => row.runName)).toEqual(['pair-1'])
  })

  it('leaves a file of which nothing can be read after a hundred rows', () => {
    const { errors } = readOneBatchRows('{\n'.repeat(500_000), 'result.jsonl')

    expect(errors).toHaveLength(100)
  })
})
