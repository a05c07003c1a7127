import { describe, expect, it } from 'vitest'
import { deepseekOnlineCsv as deepseek, grokOnlineCsv as grok } from '../../test/fixtures/online-csv.js'
import { ResultFileError } from '../comparison/result-file-error.js'
import { onlineTitle, writeOnlineCsv } from './online-csv.js'
import { readOnlineCsv } from './read-online-csv.js'

const read = (text: string) => readOnlineCsv(text, 'online.csv')

describe('the online CSV', () => {
  it.each([
    ['with reference values', grok],
    ['of concurrencies', deepseek],
  ])('is written again as the historical tool wrote it, byte for byte, %s', (_, text) => {
    const content = read(text)

    expect(writeOnlineCsv(content)).toBe(text)
    expect(content.problems).toEqual([])
  })

  it.each(['H200', 'A100', 'MI325x-aiter', 'last year'])(
    'takes no row of the reference %s for the measured one',
    (label) => {
      const text = grok.replaceAll('H100', label)

      const content = read(text)

      expect(content.label).toBe('MI300x-aiter, node-17')
      expect(content.rows[0]?.values.ttft_median).toBe(90.5)
      expect(content.reference?.label).toBe(label)
      expect(writeOnlineCsv(content)).toBe(text)
    },
  )

  it('knows the reference of a section that is cut off before its row of percents', () => {
    const text = grok.replaceAll('H100', 'H200')

    const content = read(text.slice(0, text.lastIndexOf('H200/')))

    expect(content.rows[0]?.values).toEqual({
      e2e_latency_median: 12000,
      ttft_median: 90.5,
      itl_median: 20,
    })
    expect(content.problems).toEqual([])
  })

  it('reads one case a load, with the medians of its three sections', () => {
    const content = read(deepseek)

    expect(content).toMatchObject({
      title: onlineTitle('concurrency', 'DeepSeek-V3-0324', 'pull-7-merge-0123456-rocm630'),
      load: 'concurrency',
      label: 'DeepSeek-V3-0324-FP8',
      rows: [
        {
          load: 128,
          values: { e2e_latency_median: 60000.12, ttft_median: 3000, itl_median: 70.1 },
          missing: {},
        },
        {
          load: 64,
          values: { e2e_latency_median: 40000.34, ttft_median: 1500, itl_median: 45.2 },
          missing: {},
        },
      ],
    })
  })

  it('reads a partial file, whose trailing tabs are stripped or not, and missing sections', () => {
    const stripped = read(deepseek.replace('\t1500.00', '').replace('\t70.10\t45.20', ''))
    const padded = read(deepseek.replace('\t1500.00', '\t').replace('\t70.10\t45.20', '\t\t'))
    const short = read(deepseek.slice(0, deepseek.indexOf('Median TTFT')))

    expect(stripped.rows.map((row) => row.values)).toEqual(padded.rows.map((row) => row.values))
    expect(stripped.rows[1]).toMatchObject({
      values: { e2e_latency_median: 40000.34, ttft_median: null, itl_median: null },
      missing: { ttft_median: 'the cell is empty', itl_median: 'the cell is empty' },
    })
    expect(stripped.problems).toEqual([])
    expect(short.rows[0]).toMatchObject({
      values: { e2e_latency_median: 60000.12, ttft_median: null },
      missing: { ttft_median: 'the file has no such section that can be read' },
    })
  })

  it('takes CRLF, a byte-order mark, other wordings and a request rate of inf', () => {
    const text = `\ufeff${grok.replaceAll('\n', '\r\n')}`
      .replaceAll('lower better', 'lower is better')
      .replaceAll('E2E Latency', 'E2E latency')
      .replaceAll('\t16\r', '\tinf\r')
      .replaceAll('\tNA\r', '\tN/A\r')

    const content = read(text)

    expect(content.problems).toEqual([])
    expect(content.rows.map((row) => row.load)).toEqual([1, 2, Infinity])
    expect(content.rows[2]?.missing.ttft_median).toBe('the file says N/A')
    expect(writeOnlineCsv(content)).toContain('request rate\t1\t2\tinf\n')
  })

  it('counts the last of several measured rows, and says so', () => {
    const { rows, problems } = read(
      grok.replace(
        'MI300x-aiter, node-17\t12000.00',
        'MI300x-aiter, node-17\t1.0\nMI300x-decode, node-17\t2.0',
      ),
    )

    expect(rows[0]?.values.e2e_latency_median).toBe(2)
    expect(problems.map(({ message }) => message)).toEqual([
      'online.csv, row 6: "MI300x-aiter, node-17" is left out: a section has one measured row, the last counts',
    ])
  })

  it('takes no note after the rows for the measured one', () => {
    const { rows, problems } = read(`${deepseek}measured again on Monday\n`)

    expect(rows[0]?.values.itl_median).toBe(70.1)
    expect(problems.map(String)).toEqual([expect.stringContaining('"measured again on Monday" is left out')])
  })

  it('reads what a spreadsheet saved, with quotes around cells', () => {
    const saved = grok.replace(/[^\t\n]*,[^\t\n]*/g, '"$&"').replaceAll('\n', '\r\n')

    const content = read(saved)

    expect(content.problems).toEqual([])
    expect(content.label).toBe('MI300x-aiter, node-17')
    expect(writeOnlineCsv(content)).toBe(grok)
  })

  it('takes a quotation mark within a cell for itself', () => {
    const { label } = read(deepseek.replaceAll('DeepSeek-V3-0324-FP8', 'a "b" c'))

    expect(label).toBe('a "b" c')
  })

  it.each([
    ['1e999', /row 5, column 128: "1e999" is no measured value/],
    ['0.00', /"0.00" is no measured value/],
    ['x', /"x" is no measured value/],
  ])('leaves a cell of %s out, with file and row, and keeps the rest', (cell, message) => {
    const { rows, problems } = read(deepseek.replace('60000.12', cell))

    expect(rows[0]?.values).toEqual({ e2e_latency_median: null, ttft_median: 3000, itl_median: 70.1 })
    expect(String(problems[0])).toMatch(message)
  })

  it('believes no cell in whose middle the file ends', () => {
    const cut = read(deepseek.slice(0, -4))
    const whole = read(deepseek.trimEnd())

    expect(cut.rows[1]?.missing.itl_median).toBe('the file ends in the middle of it')
    expect(whole.rows[1]?.values.itl_median).toBe(45.2)
  })

  it('leaves a column out whose load is none, and reads the others', () => {
    const { rows, problems } = read(
      deepseek.replace(
        'concurrency\t128\t64\nDeepSeek-V3-0324-FP8\t3',
        'concurrency\tmany\t64\nDeepSeek-V3-0324-FP8\t3',
      ),
    )

    expect(rows.map(({ values }) => values.ttft_median)).toEqual([null, 1500])
    expect(rows[0]?.missing.ttft_median).toBe('the section has no column with this load')
    expect(problems.map(String)).toEqual([
      'ResultFileError: online.csv, row 8: "many" is no load: its column is left out',
    ])
  })

  it.each([
    ['no section', 'TP,batch_size\n8,1\n', /row 1: it has no section/],
    ['nothing in it', '', /row 1: it has no section/],
    ['a row of 10 MB', `${grok}${'x'.repeat(10_000_000)}`, /Max Record Size/],
    ['a quote that is never closed', grok.replace('H100', '"H100'), /Quote Not Closed/],
    [
      'a section without a header',
      'Median TTFT (ms, lower better)\nMI300x\t1\n',
      /row 2: a row "request rate"/,
    ],
  ])('refuses a file with %s, naming file and row', (_, text, message) => {
    expect(() => read(text)).toThrow(ResultFileError)
    expect(() => read(text)).toThrow(message)
  })
})
