import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { servingMarkers, ServingOutput } from './serving-output.js'

const line = (label: string, value: string) => `${`${label}:`.padEnd(40)} ${value.padEnd(10)}`

const newest = [
  'benchmark_args=Namespace(backend="sglang")',
  '',
  '============ Serving Benchmark Result ============',
  line('Backend', 'sglang'),
  line('Traffic request rate', '4.0'),
  line('Max request concurrency', 'not set'),
  line('Successful requests', '360'),
  line('Benchmark duration (s)', '92.50'),
  line('Total input tokens', '368640'),
  line('Total input text tokens', '368640'),
  line('Total generated tokens', '368000'),
  line('Total generated tokens (retokenized)', '367900'),
  line('Request throughput (req/s)', '3.89'),
  line('Input token throughput (tok/s)', '3985.30'),
  line('Output token throughput (tok/s)', '3978.38'),
  line('Peak output token throughput (tok/s)', '5000.00'),
  line('Peak concurrent requests', '61'),
  line('Total token throughput (tok/s)', '7963.68'),
  line('Concurrency', '48.10'),
  '----------------End-to-End Latency----------------',
  line('Mean E2E Latency (ms)', '12345.60'),
  line('Median E2E Latency (ms)', '12000.50'),
  line('P95 E2E Latency (ms)', '14000.00'),
  '---------------Time to First Token----------------',
  line('Median TTFT (ms)', '95.20'),
  '---------------Inter-Token Latency----------------',
  line('Median TPOT (ms)', '11.50'),
  line('Median ITL (ms)', '11.25'),
  line('Max ITL (ms)', '400.00'),
  '==================================================',
]

const read = (lines: readonly string[]) => {
  const output = new ServingOutput()
  lines.forEach((text) => {
    output.read(text)
  })
  return output
}

describe('ServingOutput', () => {
  it('reads counts and latencies by their labels', () => {
    const { result } = read(newest)

    expect(result).toEqual({
      counts: {
        completed: 360,
        duration: 92.5,
        totalOutputTokens: 368000,
        totalOutputTokensRetokenized: 367900,
        outputThroughput: 3978.38,
      },
      latencies: {
        median_e2e_latency: 12000.5,
        p95_e2e_latency: 14000,
        median_ttft: 95.2,
        median_tpot: 11.5,
        median_itl: 11.25,
      },
    })
  })

  it('does not mind the order, and lines that come and go', () => {
    const [heading = ''] = newest.filter((text) => text.includes('Result'))
    const shuffled = [
      heading,
      'Max reqeuest concurrency:   8',
      ...newest.filter((text) => !/=|-|P95/.test(text)).reverse(),
    ]

    const { result } = read(shuffled)

    expect(result?.counts.completed).toBe(360)
    expect(result?.latencies).not.toHaveProperty('p95_e2e_latency')
  })

  it('reads through progress bars and colours, and counts the last result', () => {
    const twice = [...newest, ...newest.map((text) => text.replace('95.20', '96.70'))]

    const { result } = read(twice.map((text) => ` 50%|#####     | 180/360\r\u001b[1m${text}\u001b[0m\r`))

    expect(result?.latencies.median_ttft).toBe(96.7)
  })

  it('has no result before one is printed', () => {
    const output = read(newest.slice(0, 2).concat(line('Successful requests', '3')))

    expect(output.result).toBeUndefined()
  })

  it('keeps why the first request failed', () => {
    const error = String.raw`output.error='Traceback (most recent call last):\n  File "x.py"\nConnectionError: refused\n'`

    const output = read([error, `output.error='${'x'.repeat(5000)}'`, error])

    expect(output.firstError).toBe('ConnectionError: refused')
  })

  it('reads any text; no line without a marker changes the result', () => {
    const piece = fc.constantFrom(...newest, ...servingMarkers, ':', ' ', '1', '\r')
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), fc.string(), (pieces, other) => {
        const output = read([...newest, pieces.join('')])
        const before = output.result

        if (!servingMarkers.some((marker) => other.includes(marker))) output.read(other)

        expect(output.result).toEqual(before)
      }),
    )
  })
})
