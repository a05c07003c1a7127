import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demoRecord } from '../../test/fixtures/record.js'
import { traitsOf } from '../comparison/metric.js'
import type { Sample } from '../comparison/samples.js'
import { ResultFileError } from '../comparison/result-file-error.js'
import { readSamplesCsv, writeSamplesCsv } from './samples-csv.js'
import { samplesOf } from './samples.js'

const header =
  'model,benchmark_type,case,metric,unit,better,pair,attempt,arm,position,host,started_at,value,valid,reason'

/** Any text, with those characters that matter to CSV and to spreadsheets often. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('=', '+', '-', '@', "'", '"', ',', '\r', '\n', '\t', '\ufeff', ' '),
    ),
  )
  .map((parts) => parts.join(''))
const count = fc.integer({ min: 1, max: 999_999_999 })
const anySample: fc.Arbitrary<Sample> = fc
  .record({
    model: anyText,
    benchmarkType: anyText,
    case: anyText,
    metric: anyText,
    unit: anyText,
    better: fc.constantFrom('higher' as const, 'lower' as const),
    pair: count,
    attempt: count,
    arm: fc.constantFrom('main' as const, 'pr' as const),
    position: fc.constantFrom(1 as const, 2 as const),
    host: anyText,
    startedAt: anyText,
    value: fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
    valid: fc.boolean(),
    reason: anyText,
    saturated: fc.boolean(),
    role: fc.constantFrom(undefined, 'deciding' as const, 'judged' as const, 'shown' as const),
    whenSaturated: fc.constantFrom(undefined, 'deciding' as const, 'shown' as const),
    leastMargin: fc.option(fc.double({ min: 1e-9, max: 0.5, noNaN: true }), { nil: undefined }),
  })
  .map(({ saturated, role, whenSaturated, leastMargin, ...sample }) => ({
    ...sample,
    valid: sample.valid && sample.value !== null,
    ...(saturated ? { saturated } : {}),
    ...traitsOf({ role, whenSaturated, leastMargin }),
  }))

describe('samples.csv', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.array(anySample, { maxLength: 5 }), (samples) => {
        expect(readSamplesCsv(writeSamplesCsv(samples), 'samples.csv')).toEqual(samples)
      }),
    )
  })

  it('holds the samples of a record, in the documented columns', () => {
    const samples = samplesOf(demoRecord({ pairs: 2 }), ({ kind }) => kind)

    const csv = writeSamplesCsv(samples)

    expect(csv.slice(0, csv.indexOf('\n'))).toBe(`${header},role,reason_kind`)
    expect(csv).toContain('\ngrok,offline,"TP=8, BS=256, IL=1024, OL=128",e2e_latency,s,lower,1,1,')
    expect(csv).toContain(',,false,out-of-memory,judged,out-of-memory\n')
    const read = readSamplesCsv(csv, 'samples.csv')
    expect(read).toEqual(samples.map((sample) => ({ ...sample, why: undefined })))
  })

  it('has the kind and the figures of a reason beside its sentence', () => {
    const [sample] = samplesOf(demoRecord({ pairs: 1 }), () => '')
    const why: Sample['why'] = { kind: 'requests-failed', completed: 7, of: 8, details: ['refused'] }

    const csv = writeSamplesCsv(sample === undefined ? [] : [{ ...sample, reason: 'only 7 of 8', why }])

    expect(csv).toMatch(/,reason_kind,reason_figures\n/)
    expect(csv).toMatch(/,requests-failed,"{""completed"":7,""of"":8}"\n$/)
  })

  it('has no cell that a spreadsheet would run', () => {
    fc.assert(
      fc.property(anySample, fc.constantFrom('=', '+', '-', '@', '\t', '\r'), (sample, start) => {
        const hostile = { ...sample, model: `${start}cmd|' /C calc'!A0`, reason: `${start}1` }

        const csv = writeSamplesCsv([hostile])
        const row = csv.slice(csv.indexOf('\n') + 1)

        expect(row.startsWith(`'${start}`) || row.startsWith(`"'${start}`)).toBe(true)
        expect(row).toContain(`'${start}1`)
      }),
    )
  })
})

describe('samples of another engine', () => {
  it('need six columns only, in any order, beside columns that nobody knows', () => {
    const csv = 'value,arm,pair,better,metric,case,colour\r\n1.5e3,pr,2,higher,throughput,batch 1,red\r\n'

    const samples = readSamplesCsv(`\ufeff${csv}`, 'other.csv')

    expect(samples).toEqual([
      {
        model: '',
        benchmarkType: '',
        case: 'batch 1',
        metric: 'throughput',
        unit: '',
        better: 'higher',
        pair: 2,
        attempt: 1,
        arm: 'pr',
        position: 2,
        host: '',
        startedAt: '',
        value: 1500,
        valid: true,
        reason: '',
      },
    ])
  })

  it('may lack a value, which is then never valid', () => {
    const csv = 'case,metric,better,pair,arm,value,valid\na,m,lower,1,main,NA,true\na,m,lower,1,pr,,true\n'

    const samples = readSamplesCsv(csv, 'other.csv')

    expect(samples.map(({ value, valid }) => [value, valid])).toEqual([
      [null, false],
      [null, false],
    ])
  })
})

it('takes spaces around words and numbers, and what programs write for a failed measurement', () => {
  const csv =
    'case,metric,better,pair,arm,value\na,m, lower, 1, main, 2\na,m,lower,1,pr,nan\na,m,lower,2,main,-Inf\na,m,lower,2,pr,+3.5e1\n'

  const samples = readSamplesCsv(csv, 'other.csv')

  expect(samples.map(({ better, pair, arm, value }) => [better, pair, arm, value])).toEqual([
    ['lower', 1, 'main', 2],
    ['lower', 1, 'pr', NaN],
    ['lower', 2, 'main', -Infinity],
    ['lower', 2, 'pr', 35],
  ])
})

it('takes base and head for main and pr', () => {
  const csv = 'case,metric,better,pair,arm,value\na,m,lower,1,base,2\na,m,lower,1, head,3\n'

  const samples = readSamplesCsv(csv, 'other.csv')

  expect(samples.map(({ arm }) => arm)).toEqual(['main', 'pr'])
})

it('leaves columns that it does not know out, those without a name too, as spreadsheets write them', () => {
  const csv = 'case,metric,better,pair,arm,value,,,note,note\na,m,lower,1,main,2,,,x,y\n'

  const samples = readSamplesCsv(csv, 'other.csv')

  expect(samples).toMatchObject([{ case: 'a', value: 2 }])
})

describe('a CSV that is wrong', () => {
  const needed = 'case,metric,better,pair,arm,value'

  it.each([
    ['', 'f.csv, row 1: the file is empty'],
    ['case,metric\n', 'f.csv, row 1: missing column better, pair, arm, value'],
    [`${needed},case\n`, 'f.csv, row 1, column case: the column appears twice'],
    [
      `${needed}\na,m,lower,1,main,1\na,m,lower,1,pr,fast\n`,
      'f.csv, row 3, column value: "fast" is not a number',
    ],
    [`${needed}\na,m,lower,1,main,1e999\n`, 'f.csv, row 2, column value: "1e999" is too large for a number'],
    [`${needed}\na,m,lower,1,main,1 032\n`, 'f.csv, row 2, column value: "1 032" is not a number'],
    [`${needed}\na,m,lower,0,main,1\n`, 'f.csv, row 2, column pair: "0" is not a whole number from 1'],
    [`${needed}\na,m,lower,1,old,1\n`, 'f.csv, row 2, column arm: "old" is not main or pr, base or head'],
    [`${needed}\na,m,up,1,main,1\n`, 'f.csv, row 2, column better: "up" is not higher or lower'],
    [`${needed}\na,m,lower,1,${'x'.repeat(50)},1\n`, `column arm: "${'x'.repeat(40)}…" is not main or pr`],
    ['case;metric;better;pair;arm;value\n', 'pair, arm, value; cells are separated by commas'],
    ['Case,metric,better,pair,arm,value\n', 'arm, value; the row is Case,metric,better,pair,arm,value'],
    [`${needed}\na,m,lower,1\n`, 'f.csv, row 2: it has 4 cells, row 1 has another number. '],
    [`${needed}\n"a,m,lower,1,main,1\n`, 'a quote is never closed'],
    [`${needed}\na"b",m,lower,1,main,1\n`, 'f.csv, row 2: put quotes around a cell that contains a quote'],
    [`${needed}\n${'a'.repeat(10_000_000)},m,lower,1,main,1\n`, 'f.csv, row 2: it is too long'],
  ])('is refused with its line and column (%#)', (csv, message) => {
    expect(() => readSamplesCsv(csv, 'f.csv')).toThrow(message)
  })

  it('never makes the reader throw anything but its own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, hasHeader) => {
        const content = Buffer.concat([Buffer.from(hasHeader ? `${needed}\n` : ''), bytes])

        let thrown: unknown
        try {
          readSamplesCsv(content, 'f.csv')
        } catch (error) {
          thrown = error
        }

        expect(thrown === undefined || thrown instanceof ResultFileError).toBe(true)
      }),
    )
  })
})
