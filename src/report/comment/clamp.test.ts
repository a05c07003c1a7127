import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clampMarkdown } from './clamp.js'

describe('clampMarkdown', () => {
  it('leaves what fits as it is', () => {
    expect(clampMarkdown('| a |\n', 100, 'elsewhere')).toBe('| a |\n')
  })

  it('ends at a row, and says how many are missing and where they are', () => {
    const rows = Array.from({ length: 100 }, (_, index) => `| row ${index} |`)

    const clamped = clampMarkdown(rows.join('\n'), 400, 'on https://x.y')

    const kept = clamped.split('\n').filter((line) => line.startsWith('| row'))
    expect(kept).toEqual(rows.slice(0, kept.length))
    expect(clamped).toContain(
      `_${100 - kept.length} more lines do not fit here. The whole report is on https://x.y._`,
    )
  })

  it('closes the block of code and the folds in which it ends', () => {
    const log = ['<details>', '', '````text', '```', ...Array.from({ length: 100 }, () => 'x'.repeat(20))]

    const clamped = clampMarkdown([...log, '````', '</details>'].join('\n'), 600, 'elsewhere')

    expect(clamped).toMatch(/x\n````\n\n<\/details>\n\n\n_\d+ more lines/)
  })

  it('is never longer than it may be, whatever the text', () => {
    const line = fc.oneof(
      fc.constantFrom('<details>', '</details>', '```', '````text', ''),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
    )

    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), fc.integer({ min: 200, max: 1500 }), (lines, most) => {
        const clamped = clampMarkdown(lines.join('\n'), most, 'elsewhere')

        expect(Buffer.byteLength(clamped)).toBeLessThanOrEqual(most)
      }),
    )
  })
})
