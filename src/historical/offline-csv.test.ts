import { describe, expect, it } from 'vitest'
import {
  deepseekOfflineCsv as deepseek,
  grokOfflineCsv as grok,
  offlineHeader,
} from '../../test/fixtures/offline-csv.js'
import { ResultFileError } from '../comparison/result-file-error.js'
import { writeOfflineCsv } from './offline-csv.js'
import { readOfflineCsv } from './read-offline-csv.js'

const shortHeader = offlineHeader.replace(',Backend', '')

const read = (text: string) => readOfflineCsv(text, 'main.csv')

describe('the offline CSV', () => {
  it.each([
    ['with a Backend column', grok],
    ['without', deepseek],
  ])('is written again as the historical tool wrote it, byte for byte, %s', (_, text) => {
    const { rows, problems } = read(text)

    expect(writeOfflineCsv(rows)).toBe(text)
    expect(problems).toEqual([])
  })

  it('reads shape, values and why values are missing', () => {
    const { rows } = read(grok)

    expect(rows[0]).toEqual({
      tensorParallel: 8,
      batchSize: 1,
      inputLength: 1024,
      outputLength: 128,
      backend: 'aiter',
      values: {
        prefill_latency: 0.105,
        decode_latency: 0.0073,
        e2e_latency: 1.032,
        prefill_throughput: 9752.38,
        decode_throughput: 136.99,
        e2e_throughput: 1116.28,
      },
      missing: {},
    })
    expect(rows[1]).toMatchObject({
      values: { e2e_latency: null },
      missing: { e2e_latency: 'the file says NA' },
    })
  })

  it('takes floats for integers, CRLF, a byte-order mark, spaces and empty cells', () => {
    const text = `\ufeff${shortHeader}\r\n8.0, 32.0 ,128.0,32.0,,0.02,0.74,34133.3333333333,1.6e3,6918.92\r\n\r\n`

    const { rows, problems } = read(text)

    expect(problems).toEqual([])
    expect(rows).toMatchObject([
      {
        tensorParallel: 8,
        batchSize: 32,
        values: { prefill_latency: null, prefill_throughput: 34133.3333333333, decode_throughput: 1600 },
        missing: { prefill_latency: 'the cell is empty' },
      },
    ])
  })

  it('lets the last of repeated rows count, and says so', () => {
    const { rows, problems } = read(`${deepseek}8.0,32,128,32,0.2,0.02,0.8,1,2,6400.00\n`)

    expect(rows.map((row) => row.values.e2e_latency)).toEqual([0.8])
    expect(problems.map(({ message }) => message)).toEqual([
      'main.csv, row 3: TP=8, BS=32, IL=128, OL=32 stands in the file before; the last counts',
    ])
  })

  it('reads what is there of a partial file', () => {
    const { rows, problems } = read(`${shortHeader}\n8,32,128,32,0.12\n8,64,128\n`)

    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ values: { prefill_latency: 0.12, e2e_throughput: null } })
    expect(problems.map((problem) => [problem.row, problem.column])).toEqual([[3, 'OL']])
  })

  it('believes no cell in whose middle the file ends', () => {
    const cut = read(deepseek.slice(0, -5))
    const cutEarly = read(deepseek.slice(0, deepseek.indexOf('0,6918')))
    const whole = read(deepseek.trimEnd())

    expect(cut.rows[0]?.missing).toEqual({ e2e_throughput: 'the file ends in the middle of it' })
    expect(cutEarly.rows[0]?.values).toMatchObject({ prefill_throughput: 34133.33, decode_throughput: null })
    expect(whole.rows[0]?.values.e2e_throughput).toBe(6918.92)
  })

  it.each([
    ['1e999', '"1e999" is no measured value'],
    ['inf', '"inf" is no measured value'],
    ['0', '"0" is no measured value'],
    ['-3', '"-3" is no measured value'],
    ['=1+1', '"=1+1" is no measured value'],
    ['NaN', 'the file says NaN'],
    ['N/A', 'the file says N/A'],
  ])('leaves a cell of %s out, with its reason, and keeps the rest', (cell, reason) => {
    const { rows } = read(deepseek.replace('0.740', cell))

    expect(rows[0]?.missing).toEqual({ e2e_latency: reason })
    expect(rows[0]?.values.e2e_throughput).toBe(6918.92)
  })

  it.each([
    ['an unknown column', grok.replace('Backend', 'Frontend'), /row 1: it has an unknown column "Frontend"/],
    ['no column of the shape', grok.replace('batch_size,', ''), /column batch_size: the header lacks it/],
    ['another kind of file', 'Online mode - GROK1 (x)\n', /unknown column/],
    ['nothing in it', '', /it is empty/],
    ['a header with NUL bytes', `\0${grok}`, /row 1: it has an unknown column/],
    ['a row of 10 MB', `${grok}${'1'.repeat(10_000_000)}\n`, /row 4: Max Record Size/],
    ['a quote that is never closed', `${grok}"8,1`, /row 4: Quote Not Closed/],
  ])('refuses a file with %s, naming file and row', (_, text, message) => {
    expect(() => read(text)).toThrow(ResultFileError)
    expect(() => read(text)).toThrow(/^main\.csv, row \d/)
    expect(() => read(text)).toThrow(message)
  })

  it('names a row of NUL bytes and reads the others', () => {
    const { rows, problems } = read(grok.replace('\n8,256', '\n\0\0\0\n8,256'))

    expect(rows.map(({ batchSize }) => batchSize)).toEqual([1, 256])
    expect(problems.map(String)).toEqual([expect.stringContaining('main.csv, row 3, column TP: "???" is no')])
  })

  it('names the row and column of a bad shape and reads the others', () => {
    const { rows, problems } = read(
      `${grok}8,1.5,1024,128,aiter,1,1,1,1,1,1\n8,4,1024,128,aiter,1,1,1,1,1,1,1\n`,
    )

    expect(rows).toHaveLength(2)
    expect(problems.map(String)).toEqual([
      'ResultFileError: main.csv, row 4, column batch_size: "1.5" is no whole number above 0',
      'ResultFileError: main.csv, row 5: it has more cells than the header ("1")',
    ])
  })

  it.each([
    ['whole but for it', '8,4,1024,128,0.105,0.00730,1.032,9752.38,136.99,1116.28', '0.105'],
    ['with a trailing comma', '8,4,1024,128,0.105,0.00730,1.032,9752.38,136.99,1116.28,', '0.105'],
    ['cut off as well', '8,4,1024,128,0.105,0.00730', '0.105'],
  ])('moves no value of a row without its Backend cell to another column: one %s', (_, row, cell) => {
    const { rows, problems } = read(grok.replace('\n8,256', `\n${row}\n8,256`))

    expect(rows.map(({ batchSize }) => batchSize)).toEqual([1, 256])
    expect(problems.map(String)).toEqual([
      expect.stringContaining(`main.csv, row 3, column Backend: "${cell}" is no backend`),
    ])
  })

  it('keeps a tiny value from reading as none', () => {
    const [row] = read(deepseek).rows
    if (!row) throw new Error('no row')

    const text = writeOfflineCsv([{ ...row, values: { ...row.values, decode_latency: 0.0000012 } }])

    expect(read(text).rows[0]?.values.decode_latency).toBe(0.0000012)
  })
})
