import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deepseekOfflineCsv, grokOfflineCsv } from '../../test/fixtures/offline-csv.js'
import { offlineMetrics } from '../engines/sglang/metrics.js'
import { ResultFileError } from '../comparison/result-file-error.js'
import { writeOfflineCsv } from './offline-csv.js'
import type { OfflineCsvRow } from './offline-csv.js'
import { readOfflineCsv } from './read-offline-csv.js'

const read = (text: string) => readOfflineCsv(text, 'main.csv')

describe('the offline CSV, whatever is in it', () => {
  const count = fc.integer({ min: 1, max: 1_000_000 })
  const value = (decimals: number) =>
    fc.option(
      fc.integer({ min: 1, max: 1e9 }).map((digits) => Number((digits / 10 ** decimals).toFixed(decimals))),
    )
  const anyRow = (hasBackend: boolean): fc.Arbitrary<OfflineCsvRow> =>
    fc.record({
      tensorParallel: count,
      batchSize: count,
      inputLength: count,
      outputLength: count,
      ...(hasBackend ? { backend: fc.constantFrom('aiter', 'triton') } : {}),
      values: fc.record({
        prefill_latency: value(5),
        decode_latency: value(5),
        e2e_latency: value(3),
        prefill_throughput: value(2),
        decode_throughput: value(2),
        e2e_throughput: value(2),
      }),
    })
  const shapeOf = (row: OfflineCsvRow) =>
    [row.tensorParallel, row.batchSize, row.inputLength, row.outputLength].join()
  const anyRows = fc
    .boolean()
    .chain((hasBackend) => fc.uniqueArray(anyRow(hasBackend), { selector: shapeOf, minLength: 1 }))

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const back = read(writeOfflineCsv(rows))

        expect(back.problems).toEqual([])
        expect(back.rows).toMatchObject(rows)
        expect(back.rows).toHaveLength(rows.length)
      }),
    )
  })

  it('throws nothing but its own error, whatever the bytes are', () => {
    const piece = fc.constantFrom(
      grokOfflineCsv,
      deepseekOfflineCsv,
      ',',
      '\n',
      '\r',
      '"',
      '\0',
      '8',
      'NA',
      '\t',
      '\ufeff',
      '1e9',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), (pieces) => {
        try {
          const { rows } = read(pieces.join(''))
          return rows.every((row) => offlineMetrics.every(({ name }) => (row.values[name] ?? 1) > 0))
        } catch (error) {
          return error instanceof ResultFileError
        }
      }),
    )
  })
})
