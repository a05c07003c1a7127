import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ResultFileError } from '../comparison/result-file-error.js'
import { loadResultReader } from './load-result.js'

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
  p95_itl_ms: 0,
  p99_itl_ms: 40.5,
  accept_length: null,
}
const read = (text: string) => loadResultReader('e2e_latency')(text, 'online.jsonl')

describe('the file of a load generator', () => {
  it('has the metrics as the whole system names them; a value of zero was not measured', () => {
    const result = read(`${JSON.stringify(row)}\n`)

    expect(result).toEqual({
      completed: 360,
      seconds: 92.5,
      outputTokens: 368000,
      answerTokens: 367900,
      metrics: {
        e2e_latency_median: 12000.5,
        ttft_median: 95.2,
        itl_median: 11.25,
        itl_p99: 40.5,
        output_throughput: 3978.378,
      },
    })
  })

  it('is read with the infinite rate that Python writes bare', () => {
    const text = JSON.stringify(row).replace(
      '"request_rate":4',
      '"request_rate": Infinity, "std_itl_ms": NaN',
    )

    expect(read(text)).toEqual(read(JSON.stringify(row)))
  })

  it('has no value where Python has NaN', () => {
    const { metrics } = read(JSON.stringify(row).replace('95.2', 'NaN'))

    expect(metrics).not.toHaveProperty('ttft_median')
  })

  it('gives away nothing of the server, whose API key newer rows hold', () => {
    const server = {
      api_key: 'sk-canary',
      launch_command: 'serve --api-key sk-canary',
      model_path: '/canary',
    }
    const text = JSON.stringify({ ...row, server_info: server, tag: 'canary', API_KEY: 'canary' })

    expect(JSON.stringify(read(text))).not.toContain('canary')
  })

  it.each([
    ['truncated', JSON.stringify(row).slice(0, -5), /not whole/],
    ['of another program', '{"batch_size": 3}', /column completed/],
    ['of two runs', `${JSON.stringify(row)}\n${JSON.stringify(row)}\n`, /not whole/],
    ['with 1e999', JSON.stringify(row).replace('95.2', '1e999'), /column median_ttft_ms/],
    ['with an infinite latency', JSON.stringify(row).replace('95.2', 'Infinity'), /column median_ttft_ms/],
    ['with a negative count', JSON.stringify(row).replace('360', '-1'), /column completed/],
    ['of 10 MB', `{"x": "${'x'.repeat(10 * 1024 * 1024)}"}`, /more than/],
    ['of NUL bytes', '\0\0', /not whole/],
  ])('is refused, and named, where it is %s', (_, text, message) => {
    expect(() => read(text)).toThrow(ResultFileError)
    expect(() => read(text)).toThrow(/^online\.jsonl, row 1/)
    expect(() => read(text)).toThrow(message)
  })

  it('is read back as Python wrote it', () => {
    const measured = fc.double({ min: 1e-3, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(measured, measured, fc.integer({ min: 0, max: 1e9 }), (ttft, duration, completed) => {
        const result = read(JSON.stringify({ ...row, median_ttft_ms: ttft, duration, completed }))

        expect(result.metrics.ttft_median).toBe(ttft)
        expect(result).toMatchObject({ seconds: duration, completed })
      }),
    )
  })

  it('throws nothing but its own error, whatever the bytes are', () => {
    const whole = JSON.stringify(row)
    const piece = fc.constantFrom(whole, whole.slice(0, 90), '\0', '"', '{', 'NaN', 'Infinity', '1e999', '\\')
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), (pieces) => {
        try {
          read(pieces.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(ResultFileError)
        }
      }),
    )
  })
})
