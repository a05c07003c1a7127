import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutLine } from './cut-lines.js'

describe('cutLine', () => {
  it('leaves a line alone that is no longer than that', () => {
    expect(cutLine('ünïcödé', 11)).toBe('ünïcödé')
  })

  it('says how much of a longer one it left out, and cuts no character in two', () => {
    expect(cutLine('abcdefgäxyz', 8)).toBe('abcdefg…[+5 bytes]')
  })

  it('adds what was left out before', () => {
    expect(cutLine('abcdef…[+100 bytes]', 4)).toBe('abcd…[+102 bytes]')
  })

  it('leaves out exactly what it says of any line', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.integer({ min: 4, max: 40 }),
        (line, most) => {
          const [, kept = line, left = '0'] = /^(.*)…\[\+(\d+) bytes\]$/su.exec(cutLine(line, most)) ?? []

          expect(line.startsWith(kept)).toBe(true)
          expect(Buffer.byteLength(kept) + Number(left)).toBe(Buffer.byteLength(line))
          expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(most)
        },
      ),
    )
  })
})
