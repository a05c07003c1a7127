import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ResultFileError } from '../result-file-error.js'
import { onlineTitle, writeOnlineCsv } from './online-csv.js'
import type { OnlineCsvContent } from './online-csv.js'
import { offlineCsvPath, offlineFolder, onlineCsvPath } from './paths.js'
import { readOnlineCsv } from './read-online-csv.js'

const grok = [
  'Online mode - GROK1 (main-0123456-rocm630)',
  '',
  'Median E2E Latency (ms, lower better)',
  'request rate\t1\t2\t16',
  'H100\t13000\t13500\t85000',
  'MI300x-aiter, node-17\t12000.00\t12345.67\tNA',
  'H100/MI300x-aiter\t108%\t109%\tNA%',
  '',
  'Median TTFT (ms, lower better)',
  'request rate\t1\t2\t16',
  'H100\t99.1\t102.0\t520.9',
  'MI300x-aiter, node-17\t90.50\t95.25\tNA',
  'H100/MI300x-aiter\t109%\t107%\tNA%',
  '',
  'Median ITL (ms, lower better)',
  'request rate\t1\t2\t16',
  'H100\t23.0\t24.4\t108.6',
  'MI300x-aiter, node-17\t20.00\t21.00\tNA',
  'H100/MI300x-aiter\t114%\t116%\tNA%',
  '',
].join('\n')

const deepseek = [
  'Online Serving Benchmark - DeepSeek-V3-0324 (pull-7-merge-0123456-rocm630)',
  '',
  'Median E2E Latency (ms, lower better)',
  'concurrency\t128\t64',
  'DeepSeek-V3-0324-FP8\t60000.12\t40000.34',
  '',
  'Median TTFT (ms, lower better)',
  'concurrency\t128\t64',
  'DeepSeek-V3-0324-FP8\t3000.00\t1500.00',
  '',
  'Median ITL (ms, lower better)',
  'concurrency\t128\t64',
  'DeepSeek-V3-0324-FP8\t70.10\t45.20',
  '',
].join('\n')

const read = (text: string) => readOnlineCsv(text, 'online.csv')

describe('the online CSV', () => {
  it.each([
    ['with reference values', grok],
    ['of concurrencies', deepseek],
  ])('is written again as the historical tool wrote it, byte for byte, %s', (_, text) => {
    const content = read(text)

    expect(writeOnlineCsv(content)).toBe(text)
    expect(content.problems).toEqual([])
    expect(content.remarks).toEqual([])
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
      missing: { ttft_median: 'the file has no such section' },
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

  it('counts the last of repeated rows and one measured row, and says so', () => {
    const repeated = read(
      deepseek.replace('\n\nMedian TTFT', '\nDeepSeek-V3-0324-FP8\t1.00\t2.00\n\nMedian TTFT'),
    )
    const other = read(
      grok.replace(
        'MI300x-aiter, node-17\t12000.00',
        'MI300x-aiter, node-17\t1.0\nMI300x-decode, node-17\t2.0',
      ),
    )

    expect(repeated.rows[0]?.values.e2e_latency_median).toBe(1)
    expect(repeated.remarks).toEqual([
      'online.csv: "DeepSeek-V3-0324-FP8" is repeated in row 6; the last counts.',
    ])
    expect(other.rows[0]?.values.e2e_latency_median).toBe(1)
    expect(other.remarks).toHaveLength(1)
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

  it('gives a section up whose header is broken, and reads the others', () => {
    const { rows, problems } = read(
      deepseek.replace(
        'concurrency\t128\t64\nDeepSeek-V3-0324-FP8\t3',
        'concurrency\t128\tmany\nDeepSeek-V3-0324-FP8\t3',
      ),
    )

    expect(rows[0]?.values).toEqual({ e2e_latency_median: 60000.12, ttft_median: null, itl_median: 70.1 })
    expect(problems.map(String)).toEqual(['ResultFileError: online.csv, row 8: "many" is no load'])
  })

  it.each([
    ['no section', 'TP,batch_size\n8,1\n', /row 1: it has no section/],
    ['nothing in it', '', /row 1: it has no section/],
    ['NUL bytes', `${grok}\0`, /row 20: it holds NUL bytes/],
    [
      'a section without a header',
      'Median TTFT (ms, lower better)\nMI300x\t1\n',
      /row 2: a row "request rate"/,
    ],
  ])('refuses a file with %s, naming file and row', (_, text, message) => {
    expect(() => read(text)).toThrow(ResultFileError)
    expect(() => read(text)).toThrow(message)
  })

  const value = fc.option(fc.integer({ min: 1, max: 1e9 }).map((digits) => Number((digits / 100).toFixed(2))))
  const rows = fc.uniqueArray(
    fc.record({
      load: fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.constant(0.5), fc.constant(Infinity)),
      values: fc.record({ e2e_latency_median: value, ttft_median: value, itl_median: value }),
    }),
    { selector: (row) => row.load, minLength: 1, maxLength: 8 },
  )
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
        reference: fc.record({ label: fc.constant('H100'), values }),
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
      grok,
      deepseek,
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

  it.each(['\t', '1\t', 'concurrency\t', 'Median TTFT (ms\n', 'Median ITL (ms\nconcurrency\t1\nx\t1\n'])(
    'reads a megabyte of %j in less than a second',
    (piece) => {
      const rowOf = (text: string) => `Median TTFT (ms)\nconcurrency\t${text}`
      const started = process.cpuUsage()

      for (const text of [
        piece.repeat(1_000_000 / piece.length),
        rowOf(piece.repeat(90_000 / piece.length)),
      ]) {
        try {
          read(text)
        } catch (error) {
          expect(error).toBeInstanceOf(ResultFileError)
        }
      }

      const { user, system } = process.cpuUsage(started)
      expect((user + system) / 1000).toBeLessThan(1000)
    },
  )
})

describe('historical paths', () => {
  const names = {
    arm: 'pr',
    tag: 'pull-7-merge-0123456-rocm630',
    model: 'GROK1',
    variant: 'MOE-I4F8',
  } as const

  it('are those of the historical tool', () => {
    expect(offlineCsvPath(names)).toBe(
      'pr/offline/GROK1/pull-7-merge-0123456-rocm630_GROK1_MOE-I4F8_offline/pull-7-merge-0123456-rocm630_GROK1_MOE-I4F8_offline.csv',
    )
    expect(offlineFolder(names, 'long_context')).toMatch(/_offline_long_context$/)
    expect(onlineCsvPath(names, 'request rate')).toMatch(/MOE-I4F8_online\/.*MOE-I4F8_online\.csv$/)
    expect(onlineCsvPath(names, 'concurrency')).toMatch(/MOE-I4F8_online\/.*MOE-I4F8_serving\.csv$/)
  })
})
