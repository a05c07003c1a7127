import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  deepseekOfflineCsv as deepseek,
  grokOfflineCsv as grok,
  offlineHeader,
} from '../../test/fixtures/offline-csv.js'
import { demoPlan } from '../../test/fixtures/record.js'
import type { StagePlan } from '../comparison/plan.js'
import { ResultFileError } from '../comparison/result-file-error.js'
import { offlineCaseName } from '../engines/sglang/offline-cases.js'
import type { ArmResults } from './arm-results.js'
import { offlineCsv, valueColumns } from './offline-csv.js'
import { readOfflineCsv } from './read-offline-csv.js'

const shortHeader = offlineHeader.replace(',Backend', '')
const metrics = valueColumns.map(([, metric]) => metric)

const read = (text: string) => readOfflineCsv(text, 'main.csv')

interface Case {
  readonly shape: Parameters<typeof offlineCaseName>[0]
  /** In the order of the file's columns. */
  readonly values: readonly (number | null)[]
}

/** The file of an offline stage with these cases. */
function write(hasBackend: boolean, cases: readonly Case[]): string {
  const [stage] = demoPlan().stages
  if (stage === undefined) throw new Error('no stage')
  const historical = { model: 'M', variant: 'V', backendColumn: hasBackend }
  const byName = new Map(cases.map(({ shape, values }) => [offlineCaseName(shape), values]))
  const written: StagePlan = {
    ...stage,
    recipe: { ...stage.recipe, historical },
    cases: cases.map(({ shape }) => ({ name: offlineCaseName(shape), ...shape, flags: [] })),
  }
  const arm: ArmResults = {
    names: { arm: 'main', tag: 't', model: 'M', variant: 'V' },
    backend: 'aiter',
    config: '',
    meanOf: (name, metric) => byName.get(name)?.[metrics.findIndex((known) => known === metric)] ?? null,
  }
  return offlineCsv(written, arm)
}

const shape = { tensorParallel: 8, batchSize: 1, inputLength: 1024, outputLength: 128 }
const grokCases: Case[] = [
  { shape, values: [0.105, 0.0073, 1.032, 9752.38, 136.99, 1116.28] },
  { shape: { ...shape, batchSize: 256 }, values: [] },
]
const deepseekCases: Case[] = [
  {
    shape: { tensorParallel: 8, batchSize: 32, inputLength: 128, outputLength: 32 },
    values: [0.12, 0.02, 0.74, 34133.33, 1600, 6918.92],
  },
]

describe('the offline CSV', () => {
  it.each([
    ['with a Backend column', grok, write(true, grokCases)],
    ['without', deepseek, write(false, deepseekCases)],
  ])('is written as the historical tool wrote it, byte for byte, %s', (_, text, written) => {
    expect(written).toBe(text)
  })

  it('reads cases, values and why values are missing', () => {
    const { cases, problems } = read(grok)

    expect(problems).toEqual([])
    expect(cases.get('TP=8, BS=1, IL=1024, OL=128')).toEqual({
      prefill_latency: { value: 0.105 },
      decode_latency: { value: 0.0073 },
      e2e_latency: { value: 1.032 },
      prefill_throughput: { value: 9752.38 },
      decode_throughput: { value: 136.99 },
      e2e_throughput: { value: 1116.28 },
    })
    expect(cases.get('TP=8, BS=256, IL=1024, OL=128')).toMatchObject({
      e2e_latency: { missing: 'the file says NA' },
    })
  })

  it('takes floats for integers, CRLF, a byte-order mark, spaces and empty cells', () => {
    const text = `\ufeff${shortHeader}\r\n8.0, 32.0 ,128.0,32.0,,0.02,0.74,34133.3333333333,1.6e3,6918.92\r\n\r\n`

    const { cases, problems } = read(text)

    expect(problems).toEqual([])
    expect(cases.get('TP=8, BS=32, IL=128, OL=32')).toMatchObject({
      prefill_latency: { missing: 'the cell is empty' },
      prefill_throughput: { value: 34133.3333333333 },
      decode_throughput: { value: 1600 },
    })
  })

  it('lets the last of repeated rows count, and says so', () => {
    const { cases, problems } = read(`${deepseek}8.0,32,128,32,0.2,0.02,0.8,1,2,6400.00\n`)

    expect([...cases.values()].map(({ e2e_latency }) => e2e_latency)).toEqual([{ value: 0.8 }])
    expect(problems.map(({ message }) => message)).toEqual([
      'main.csv, row 3: TP=8, BS=32, IL=128, OL=32 stands in the file before; the last counts',
    ])
  })

  it('reads what is there of a partial file', () => {
    const { cases, problems } = read(`${shortHeader}\n8,32,128,32,0.12\n8,64,128\n`)

    expect([...cases.values()]).toMatchObject([
      { prefill_latency: { value: 0.12 }, e2e_throughput: { missing: 'the cell is empty' } },
    ])
    expect(problems.map((problem) => [problem.row, problem.column])).toEqual([[3, 'OL']])
  })

  it('believes no cell in whose middle the file ends', () => {
    const [cut] = read(deepseek.slice(0, -5)).cases.values()
    const [whole] = read(deepseek.trimEnd()).cases.values()

    expect(cut?.e2e_throughput).toEqual({ missing: 'the file ends in the middle of it' })
    expect(whole?.e2e_throughput).toEqual({ value: 6918.92 })
  })

  it.each([
    ['1e999', '"1e999" is no measured value'],
    ['inf', '"inf" is no measured value'],
    ['0', '"0" is no measured value'],
    ['-3', '"-3" is no measured value'],
    ['NaN', 'the file says NaN'],
    ['N/A', 'the file says N/A'],
  ])('leaves a cell of %s out, with its reason, and keeps the rest', (cell, missing) => {
    const [only] = read(deepseek.replace('0.740', cell)).cases.values()

    expect(only).toMatchObject({ e2e_latency: { missing }, e2e_throughput: { value: 6918.92 } })
  })

  it('names the row and column of a bad shape and reads the others', () => {
    const { cases, problems } = read(
      `${grok}8,1.5,1024,128,aiter,1,1,1,1,1,1\n8,4,1024,128,aiter,1,1,1,1,1,1,1\n`,
    )

    expect(cases.size).toBe(2)
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
    const { cases, problems } = read(grok.replace('\n8,256', `\n${row}\n8,256`))

    expect(cases.size).toBe(2)
    expect(problems.map(String)).toEqual([
      expect.stringContaining(`main.csv, row 3, column Backend: "${cell}" is no backend`),
    ])
  })

  it.each([
    ['no column of the shape', grok.replace('batch_size,', ''), /column batch_size: the header lacks it/],
    ['another kind of file', 'Online mode - GROK1 (x)\n', /column TP: the header lacks it/],
    ['nothing in it', '', /column TP: the header lacks it/],
    ['a row of 10 MB', `${grok}${'1'.repeat(10_000_000)}\n`, /row 4: Max Record Size/],
  ])('refuses a file with %s, naming file and row', (_, text, message) => {
    expect(() => read(text)).toThrow(ResultFileError)
    expect(() => read(text)).toThrow(/^main\.csv, row \d/)
    expect(() => read(text)).toThrow(message)
  })

  it('keeps a tiny value from reading as none', () => {
    const text = write(false, [{ shape, values: [null, 0.0000012] }])

    expect([...read(text).cases.values()]).toMatchObject([{ decode_latency: { value: 0.0000012 } }])
  })
})

describe('the offline CSV, whatever is in it', () => {
  const count = fc.integer({ min: 1, max: 1_000_000 })
  const value = (decimals: number) =>
    fc.option(
      fc.integer({ min: 1, max: 1e9 }).map((digits) => Number((digits / 10 ** decimals).toFixed(decimals))),
    )
  const anyCase: fc.Arbitrary<Case> = fc.record({
    shape: fc.record({ tensorParallel: count, batchSize: count, inputLength: count, outputLength: count }),
    values: fc.tuple(...valueColumns.map(([, , decimals]) => value(decimals))),
  })
  const anyCases = fc.uniqueArray(anyCase, { selector: (each) => offlineCaseName(each.shape), minLength: 1 })

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.boolean(), anyCases, (hasBackend, cases) => {
        const back = read(write(hasBackend, cases))

        expect(back.problems).toEqual([])
        expect([...back.cases.keys()]).toEqual(cases.map((each) => offlineCaseName(each.shape)))
        expect([...back.cases.values()].map((cells) => metrics.map((metric) => cells[metric]))).toEqual(
          cases.map(({ values }) =>
            values.map((each) => (each === null ? { missing: 'the file says NA' } : { value: each })),
          ),
        )
      }),
    )
  })

  it('is refused as a whole where it has more rows than any real one', () => {
    const long = `${grok.split('\n')[0]}\n${'8,1\n'.repeat(20_000)}`

    expect(() => read(long)).toThrow('row 20000: no more rows than this are read of such a file')
  })

  it('throws nothing but its own error, whatever the bytes are', () => {
    const piece = fc.constantFrom(
      grok,
      deepseek,
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
          const cells = [...read(pieces.join('')).cases.values()].flatMap((each) => Object.values(each))
          return cells.every((cell) => 'missing' in cell || cell.value > 0)
        } catch (error) {
          return error instanceof ResultFileError
        }
      }),
    )
  })
})
