import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePythonJson } from '../output/python-json.js'
import { readServingResult } from './load-client.js'

/** As Python's `json.dumps` writes a value: numbers that JSON has no word for stand bare. */
function dumps(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(dumps).join(', ')}]`
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([key, each]) => `${JSON.stringify(key)}: ${dumps(each)}`)
    .join(', ')}}`
}

const text = fc
  .array(fc.oneof(fc.constantFrom('"', '\\', 'NaN', '-Infinity', '1e999', '[', '{'), fc.string()))
  .map((parts) => parts.join('').replaceAll('\0', ''))
const number = fc.oneof(fc.integer(), fc.constantFrom(Infinity, -Infinity, NaN, 1.5, 1e300))
const document = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(text, number, fc.boolean(), fc.constant(null)),
    fc.array(tie('any')),
    fc.array(fc.tuple(text, tie('any'))).map((entries) => Object.fromEntries(entries)),
  ),
})).any

const withoutNaN = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNaN)
  if (typeof value === 'number') return Number.isNaN(value) ? null : value === 0 ? 0 : value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutNaN(each)]))
}

describe('parsePythonJson', () => {
  it('reads what json.dumps wrote, whatever the strings hold', () => {
    fc.assert(
      fc.property(document, (value) => {
        expect(parsePythonJson(dumps(value))).toEqual(withoutNaN(value))
      }),
    )
  })

  it('throws nothing but a SyntaxError, whatever the text is', () => {
    const piece = fc.constantFrom('"', '\\', '\\"', '{', '[', '1', 'NaN', '-Infinity', '1e999', ',', ':')
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        try {
          parsePythonJson(pieces.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError)
        }
      }),
    )
  })
})

it.each([
  ['a string of escapes without an end', '"' + '\\"'.repeat(3.5e6)],
  ['a string of backslashes without an end', '"' + '\\'.repeat(8e6)],
  ['a number of eight million digits', '9'.repeat(8e6)],
  ['eight million brackets', '['.repeat(8e6)],
])('refuses a row of %s, naming it', (_, row) => {
  const read = () => readServingResult(row, 'serving.jsonl')

  expect(read).toThrow(/^serving\.jsonl, row 1: /)
})

it('reads a row with a string of millions of escapes', () => {
  const read = parsePythonJson(`{"server_info": "${'\\"'.repeat(3.5e6)}", "mean": NaN}`)

  expect(read).toMatchObject({ mean: null })
})
