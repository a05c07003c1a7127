import { expect, it } from 'vitest'
import { measuredShapes, planProcesses } from '../engines/sglang/one-batch-process.js'
import { OfflineReader } from './offline-reader.js'
import { refinedCases } from './refined-cases.js'

const entry = { name: 'BS=1', tensorParallel: 1, batchSize: 1, inputLength: 100, outputLength: 10, flags: [] }
const row = (prefill: number) =>
  JSON.stringify({
    run_name: 'default',
    batch_size: 1,
    input_len: 100,
    output_len: 10,
    prefill_latency: prefill,
    prefill_throughput: 100 / prefill,
    median_decode_latency: 0.05,
    median_decode_throughput: 20,
    total_latency: prefill + 0.45,
    overall_throughput: 110 / (prefill + 0.45),
  })

function readerOfOne(): OfflineReader {
  const process = planProcesses([entry], { isolate: false, passes: 1 })[0]
  if (process === undefined) throw new Error('no process')
  const reader = new OfflineReader(process.cases, measuredShapes(process), 1)
  const lines = [
    'Benchmark ...',
    'Prefill. latency: 0.50000 s, throughput:    200.00 token/s',
    'Decode.  median latency: 0.05000 s, median throughput:     20.00 token/s',
    'Total. latency:  0.950 s, throughput:    115.79 token/s',
  ]
  for (const line of lines) reader.read(line)
  return reader
}

it('takes the digits of a file that says what was printed', () => {
  const refined = refinedCases(`${row(0.500012)}\n`, 'batch.jsonl', readerOfOne())

  expect(refined).toMatchObject([{ case: 'BS=1', values: { prefill_latency: 0.500012 } }])
})

it.each([
  ['a broken last row', `${row(0.500012)}\n{"run_name"`, /^batch\.jsonl, row 2: /],
  ['rows of something else', `${row(0.7)}\n`, /^batch\.jsonl: its rows \(1\) do not say what was printed$/],
  ['no row', '', /^batch\.jsonl: its rows \(0\) do not say/],
])('names the file and row of %s', (_, text, message) => {
  expect(refinedCases(text, 'batch.jsonl', readerOfOne())).toMatch(message)
})
