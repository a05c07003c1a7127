import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ResultFileError } from '../../comparison/result-file-error.js'
import { mergeServingResults, servingMetrics } from './serving-result.js'
import { readServingRow, readServingRows } from './serving-row.js'

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

  it('reads every row of a file that the program appended to', () => {
    const { rows, errors } = readServingRows(
      `${JSON.stringify(row)}\n{\n${JSON.stringify(row)}\n`,
      'online.jsonl',
    )

    expect(rows).toHaveLength(2)
    expect(errors.map((error) => error.row)).toEqual([2])
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

  it('costs a reader nothing but rows, whatever its bytes are', () => {
    const whole = JSON.stringify(row)
    const piece = fc.constantFrom(
      whole,
      whole.slice(0, 90),
      '\n',
      '\0',
      '"',
      '{',
      'NaN',
      'Infinity',
      '1e999',
      '\\',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), (pieces) => {
        const text = pieces.join('')

        const { rows, errors } = readServingRows(`${whole}\n${text}\n${whole}\n`, 'online.jsonl')

        expect(rows.length).toBeGreaterThanOrEqual(2)
        expect(errors.every((error) => error instanceof ResultFileError && error.row > 1)).toBe(true)
      }),
    )
  })

  it('is read on after a row of 10 MB and one of NUL bytes, which are named', () => {
    const whole = JSON.stringify(row)
    const huge = `{"x": "${'x'.repeat(10 * 1024 * 1024)}"}`

    const { rows, errors } = readServingRows([whole, huge, '\0\0', whole].join('\n'), 'online.jsonl')

    expect(rows).toHaveLength(2)
    expect(errors.map(({ row: number }) => number)).toEqual([2, 3])
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
    const fromOutput = { counts: { requestThroughput: 3.89 }, latencies: { max_itl: 400 } }

    const merged = mergeServingResults(fromRow, fromOutput)

    expect(merged.counts.requestThroughput).toBe(3.891)
    expect(merged.latencies.max_itl).toBe(400)
  })
})
