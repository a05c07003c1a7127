import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ResultFileError } from '../../comparison/result-file-error.js'
import { mergeServingResults, servingMetrics } from './serving-result.js'
import { readServingRow } from './serving-row.js'

const row = {
  backend: 'sglang',
  request_rate: 4,
  completed: 360,
  duration: 92.5,
  total_input_tokens: 368640,
  total_output_tokens: 368000,
  total_output_tokens_retokenized: 367900,
  request_throughput: 3.891,
  output_throughput: 3978.378,
  median_e2e_latency_ms: 12000.5,
  median_ttft_ms: 95.2,
  median_itl_ms: 11.25,
  p99_itl_ms: 40.5,
  accept_length: null,
}
const place = { file: 'online.jsonl', row: 1 }

describe('readServingRow', () => {
  it('reads the numbers, with the infinite rate that Python writes bare', () => {
    const text = JSON.stringify(row).replace(
      '"request_rate":4',
      '"request_rate": Infinity, "std_itl_ms": NaN',
    )

    const result = readServingRow(text, place)

    expect(result.counts).toMatchObject({ completed: 360, outputThroughput: 3978.378 })
    expect(result.latencies).toEqual({
      median_e2e_latency: 12000.5,
      median_ttft: 95.2,
      median_itl: 11.25,
      p99_itl: 40.5,
    })
  })

  it('has no value where Python has NaN', () => {
    const result = readServingRow(JSON.stringify(row).replace('95.2', 'NaN'), place)

    expect(result.latencies).not.toHaveProperty('median_ttft')
  })

  it('gives away nothing of the server, whose API key newer rows hold', () => {
    const server = {
      api_key: 'sk-canary',
      launch_command: 'serve --api-key sk-canary',
      model_path: '/canary',
    }
    const text = JSON.stringify({ ...row, server_info: server, tag: 'canary', API_KEY: 'canary' })

    const result = readServingRow(text, place)

    expect(JSON.stringify(result)).not.toContain('canary')
  })

  it.each([
    ['truncated', JSON.stringify(row).slice(0, -5), /not whole/],
    ['of another program', '{"batch_size": 3}', /column completed/],
    ['with 1e999', JSON.stringify(row).replace('95.2', '1e999'), /1e999/],
    ['with an infinite latency', JSON.stringify(row).replace('95.2', 'Infinity'), /column median_ttft_ms/],
    ['with a negative count', JSON.stringify(row).replace('360', '-1'), /column completed/],
  ])('refuses a row %s', (_, text, message) => {
    expect(() => readServingRow(text, place)).toThrow(ResultFileError)
    expect(() => readServingRow(text, place)).toThrow(message)
  })
})

describe('any output file of the load generator', () => {
  it('is read back as Python wrote it', () => {
    const measured = fc.double({ min: 1e-3, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(measured, measured, fc.integer({ min: 0, max: 1e9 }), (ttft, duration, completed) => {
        const text = JSON.stringify({ ...row, median_ttft_ms: ttft, duration, completed })

        const result = readServingRow(text, place)

        expect(result.latencies.median_ttft).toBe(ttft)
        expect(result.counts).toMatchObject({ duration, completed })
      }),
    )
  })

  it('throws nothing but its own error, whatever the bytes are', () => {
    const whole = JSON.stringify(row)
    const piece = fc.constantFrom(whole, whole.slice(0, 90), '\0', '"', '{', 'NaN', 'Infinity', '1e999', '\\')
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), (pieces) => {
        try {
          readServingRow(pieces.join(''), place)
        } catch (error) {
          expect(error).toBeInstanceOf(ResultFileError)
        }
      }),
    )
  })

  it.each([
    ['10 MB', `{"x": "${'x'.repeat(10 * 1024 * 1024)}"}`],
    ['NUL bytes', '\0\0'],
  ])('is refused where it is a row of %s, and named', (_, text) => {
    expect(() => readServingRow(text, place)).toThrow(/^online\.jsonl, row 1: /)
  })
})

describe('servingMetrics', () => {
  it('names what was measured as the whole system does', () => {
    const metrics = servingMetrics(readServingRow(JSON.stringify(row), place))

    expect(metrics).toEqual({
      e2e_latency_median: 12000.5,
      ttft_median: 95.2,
      itl_median: 11.25,
      itl_p99: 40.5,
      output_throughput: 3978.378,
    })
  })

  it('fills from stdout what the row lacks', () => {
    const fromRow = readServingRow(JSON.stringify(row), place)
    const fromOutput = { counts: { outputThroughput: 1 }, latencies: { p95_itl: 40 } }

    const merged = mergeServingResults(fromRow, fromOutput)

    expect(merged.counts.outputThroughput).toBe(3978.378)
    expect(merged.latencies.p95_itl).toBe(40)
  })
})
