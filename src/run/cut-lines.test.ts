import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cutLine, cutLines } from './cut-lines.js'

it('cuts each line as cutLine does, and leaves the others as they are', () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll('\n', ' '))
  fc.assert(
    fc.property(fc.array(line), fc.integer({ min: 4, max: 20 }), (lines, most) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''))

      const expected = lines.map((text) => `${cutLine(text, most)}\n`).join('')
      expect(cutLines(bytes, most).toString()).toBe(expected)
    }),
  )
})

it('gives the very bytes where no line is too long', () => {
  const bytes = Buffer.from(`${'x'.repeat(100)}\n`.repeat(100))

  expect(cutLines(bytes, 100)).toBe(bytes)
})
