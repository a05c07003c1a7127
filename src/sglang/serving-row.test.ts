import { describe, expect, it } from 'vitest'
import { ResultFileError } from '../results/result-file-error.js'
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
