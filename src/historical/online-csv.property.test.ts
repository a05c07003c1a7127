import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deepseekOnlineCsv, grokOnlineCsv } from '../../test/fixtures/online-csv.js'
import { ResultFileError } from '../comparison/result-file-error.js'
import { onlineTitle, writeOnlineCsv } from './online-csv.js'
import type { OnlineCsvContent } from './online-csv.js'
import { readOnlineCsv } from './read-online-csv.js'

const read = (text: string) => readOnlineCsv(text, 'online.csv')

describe('the online CSV, whatever is in it', () => {
  const value = fc.option(fc.integer({ min: 1, max: 1e9 }).map((digits) => Number((digits / 100).toFixed(2))))
  const rows = fc.uniqueArray(
    fc.record({
      load: fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.constant(0.5), fc.constant(Infinity)),
      values: fc.record({ e2e_latency_median: value, ttft_median: value, itl_median: value }),
    }),
    { selector: (row) => row.load, minLength: 1, maxLength: 8 },
  )
  // Those that a recipe allows, as read back: cells are trimmed.
  const referenceLabel = fc
    .stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,31}$/)
    .map((label) => label.trim())
    .filter((label) => label !== 'DeepSeek-V3-0324-FP8')
  const anyContent: fc.Arbitrary<OnlineCsvContent> = rows.chain((drawn) => {
    const texts = fc.array(fc.constantFrom('99.1', '102.0', '13209'), {
      minLength: drawn.length,
      maxLength: drawn.length,
    })
    const values = fc.record({ e2e_latency_median: texts, ttft_median: texts, itl_median: texts })
    return fc.record(
      {
        title: fc.constant(onlineTitle('request rate', 'GROK1', 'main-0123456-rocm630')),
        load: fc.constantFrom<OnlineCsvContent['load']>('request rate', 'concurrency'),
        label: fc.constantFrom('MI300x-aiter, node-17', 'DeepSeek-V3-0324-FP8'),
        rows: fc.constant(drawn),
        reference: fc.record({ label: referenceLabel, values }),
      },
      { requiredKeys: ['title', 'load', 'label', 'rows'] },
    )
  })

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(anyContent, (content) => {
        const text = writeOnlineCsv(content)

        const back = read(text)

        expect(back.problems).toEqual([])
        expect(back).toMatchObject(content)
        expect(back.rows).toHaveLength(content.rows.length)
        expect(writeOnlineCsv(back)).toBe(text)
      }),
    )
  })

  it('throws nothing but its own error, whatever the bytes are', () => {
    const piece = fc.constantFrom(
      grokOnlineCsv,
      deepseekOnlineCsv,
      '\t',
      '\n',
      '\r',
      'Median TTFT (ms',
      'concurrency\t1',
      '\0',
      'H100',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), (pieces) => {
        try {
          read(pieces.join(''))
          return true
        } catch (error) {
          return error instanceof ResultFileError
        }
      }),
    )
  })
})
