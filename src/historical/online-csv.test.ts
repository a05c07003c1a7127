import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deepseekOnlineCsv as deepseek, grokOnlineCsv as grok } from '../../test/fixtures/online-csv.js'
import { onlineStagePlan } from '../../test/fixtures/online-record.js'
import type { StagePlan } from '../comparison/plan.js'
import { ResultFileError } from '../comparison/result-file-error.js'
import { onlineLoadName, type OnlineLoad } from '../engines/online-cases.js'
import { sglangRecipe } from '../engines/sglang/stage.js'
import { onlineCsv, sections } from './online-csv.js'
import { readOnlineCsv } from './read-online-csv.js'

const read = (text: string) => readOnlineCsv(text, 'online.csv')
const metrics = sections.map(([metric]) => metric)
const missing = (why: string) => ({ missing: why })

interface Case {
  readonly load: OnlineLoad
  /** Medians in the order of the file's sections. */
  readonly values: readonly (number | null)[]
}

/** The file of an online stage with these cases, and values of other hardware where they are given. */
function write(
  model: 'grok' | 'deepseek',
  tag: string,
  cases: readonly Case[],
  reference?: { label: string; cases: Record<string, Record<string, number>> },
): string {
  const stage = onlineStagePlan(model)
  const { online } = sglangRecipe(stage)
  const rates = cases.flatMap(({ load }) => ('requestRate' in load ? [load.requestRate] : []))
  const loads = rates.length > 0 ? { requestRate: rates } : { maxConcurrency: [1] }
  const group = { ...loads, inputLength: 1, outputLength: 1 }
  const written: StagePlan = {
    ...stage,
    host: 'node-17',
    recipe: { ...stage.recipe, online: { ...online, cases: [group], ...(reference && { reference }) } },
    cases: cases.map(({ load }) => ({
      name: onlineLoadName(load),
      load,
      prompts: 1,
      inputLength: 1,
      outputLength: 1,
    })),
  }
  const byName = new Map(cases.map(({ load, values }) => [onlineLoadName(load), values]))
  return onlineCsv(written, model === 'grok' ? 'request rate' : 'concurrency', {
    names: { arm: 'main', tag, model: 'M', variant: 'V' },
    backend: 'aiter',
    config: '',
    meanOf: (name, metric) => byName.get(name)?.[metrics.findIndex((known) => known === metric)] ?? null,
  })
}

describe('the online CSV', () => {
  it('is written as the historical tool wrote it, byte for byte, with reference values', () => {
    const reference = (e2e: number, ttft: number, itl: number) => ({
      e2e_latency_median: e2e,
      ttft_median: ttft,
      itl_median: itl,
    })
    const cases = [
      { load: { requestRate: 1 }, values: [12000, 90.5, 20] },
      { load: { requestRate: 2 }, values: [12345.67, 95.25, 21] },
      { load: { requestRate: 16 }, values: [] },
    ]

    const text = write('grok', 'main-0123456-rocm630', cases, {
      label: 'H100',
      cases: {
        'request rate 1': reference(13000, 99.1, 23.5),
        'request rate 2': reference(13500, 102.5, 24.4),
        'request rate 16': reference(85000, 520.9, 108.6),
      },
    })

    expect(text).toBe(grok.replace('102.0', '102.5').replace('23.0', '23.5').replace('114%', '117%'))
  })

  it('is written as the historical tool wrote it, byte for byte, of concurrencies', () => {
    const cases = [
      { load: { maxConcurrency: 128 }, values: [60000.12, 3000, 70.1] },
      { load: { maxConcurrency: 64 }, values: [40000.34, 1500, 45.2] },
    ]

    expect(write('deepseek', 'pull-7-merge-0123456-rocm630', cases)).toBe(deepseek)
  })

  it('reads one case a load, with the medians of its three sections', () => {
    const { cases, problems } = read(grok)

    expect(problems).toEqual([])
    expect(Object.fromEntries(cases)).toEqual({
      'request rate 1': {
        e2e_latency_median: { value: 12000 },
        ttft_median: { value: 90.5 },
        itl_median: { value: 20 },
      },
      'request rate 2': {
        e2e_latency_median: { value: 12345.67 },
        ttft_median: { value: 95.25 },
        itl_median: { value: 21 },
      },
      'request rate 16': Object.fromEntries(metrics.map((metric) => [metric, missing('the file says NA')])),
    })
  })

  it('knows the reference of a section that is cut off before its row of percents', () => {
    const { cases, problems } = read(grok.slice(0, grok.lastIndexOf('MI300x-aiter, node')))

    expect(cases.get('request rate 1')?.itl_median).toEqual(missing('the section has no measured row'))
    expect(problems).toEqual([])
  })

  it('reads a partial file, whose trailing tabs are stripped or not, and missing sections', () => {
    const stripped = read(deepseek.replace('\t1500.00', '').replace('\t70.10\t45.20', '\t70.10'))
    const padded = read(deepseek.replace('\t1500.00', '\t').replace('\t70.10\t45.20', '\t70.10\t'))
    const short = read(deepseek.slice(0, deepseek.indexOf('Median TTFT')))

    expect(stripped).toEqual(padded)
    expect(stripped.cases.get('concurrency 64')).toEqual({
      e2e_latency_median: { value: 40000.34 },
      ttft_median: missing('the cell is empty'),
      itl_median: missing('the cell is empty'),
    })
    expect(stripped.problems).toEqual([])
    expect(short.cases.get('concurrency 128')).toMatchObject({
      e2e_latency_median: { value: 60000.12 },
      ttft_median: missing('the file has no such section that can be read'),
    })
  })

  it('takes CRLF, a byte-order mark, other wordings and a request rate of inf', () => {
    const text = `\ufeff${grok.replaceAll('\n', '\r\n')}`
      .replaceAll('lower better', 'lower is better')
      .replaceAll('E2E Latency', 'E2E latency')
      .replaceAll('\t16\r', '\tinf\r')
      .replaceAll('\tNA\r', '\tN/A\r')

    const { cases, problems } = read(text)

    expect(problems).toEqual([])
    expect([...cases.keys()]).toEqual(['request rate 1', 'request rate 2', 'request rate inf'])
    expect(cases.get('request rate inf')?.ttft_median).toEqual(missing('the file says N/A'))
  })

  it('counts the last of several measured rows', () => {
    const { cases } = read(
      grok.replace(
        'MI300x-aiter, node-17\t12000.00',
        'MI300x-aiter, node-17\t1.0\nMI300x-decode, node-17\t2.0',
      ),
    )

    expect(cases.get('request rate 1')?.e2e_latency_median).toEqual({ value: 2 })
  })

  it.each([
    ['1e999', /row 5, column 128: "1e999" is no measured value/],
    ['0.00', /"0.00" is no measured value/],
  ])('leaves a cell of %s out, with file and row, and keeps the rest', (cell, message) => {
    const { cases, problems } = read(deepseek.replace('60000.12', cell))

    expect(cases.get('concurrency 128')).toMatchObject({
      e2e_latency_median: missing(`"${cell}" is no measured value`),
      ttft_median: { value: 3000 },
    })
    expect(String(problems[0])).toMatch(message)
  })

  it('believes no cell in whose middle the file ends', () => {
    const cut = read(deepseek.slice(0, -4))
    const whole = read(deepseek.trimEnd())

    expect(cut.cases.get('concurrency 64')?.itl_median).toEqual(missing('the file ends in the middle of it'))
    expect(whole.cases.get('concurrency 64')?.itl_median).toEqual({ value: 45.2 })
  })

  it('leaves a column out whose load is none, and reads the others', () => {
    const { cases, problems } = read(
      deepseek.replace(
        'TTFT (ms, lower better)\nconcurrency\t128',
        'TTFT (ms, lower better)\nconcurrency\tmany',
      ),
    )

    expect(cases.get('concurrency 64')?.ttft_median).toEqual({ value: 1500 })
    expect(cases.get('concurrency 128')?.ttft_median).toEqual(
      missing('the section has no column with this load'),
    )
    expect(problems.map(String)).toEqual([
      'ResultFileError: online.csv, row 8: "many" is no load: its column is left out',
    ])
  })

  it.each([
    ['no section', 'TP,batch_size\n8,1\n', /row 1: it has no section/],
    ['nothing in it', '', /row 1: it has no section/],
    ['a row of 10 MB', `${grok}${'x'.repeat(10_000_000)}`, /Max Record Size/],
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

describe('the online CSV, whatever is in it', () => {
  const value = fc.option(fc.integer({ min: 1, max: 1e9 }).map((digits) => Number((digits / 100).toFixed(2))))
  const rate = fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.constant(0.5))
  const anyCase = fc.record({
    load: rate.map((requestRate) => ({ requestRate })),
    values: fc.tuple(value, value, value),
  })
  const anyCases = fc.uniqueArray(anyCase, {
    selector: ({ load }) => load.requestRate,
    minLength: 1,
    maxLength: 8,
  })

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(anyCases, fc.boolean(), (cases, hasReference) => {
        const reference = Object.fromEntries(
          cases.map(({ load }) => [onlineLoadName(load), { ttft_median: 99.1 }]),
        )
        const text = write('grok', 't', cases, hasReference ? { label: 'H100', cases: reference } : undefined)

        const back = read(text)

        expect(back.problems).toEqual([])
        expect([...back.cases.keys()]).toEqual(cases.map(({ load }) => onlineLoadName(load)))
        expect([...back.cases.values()].map((cells) => metrics.map((metric) => cells[metric]))).toEqual(
          cases.map(({ values }) =>
            values.map((each) => (each === null ? missing('the file says NA') : { value: each })),
          ),
        )
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
})
