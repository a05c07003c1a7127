import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { servingMarkers, servingOutput } from './serving-output.js'

const begin = 'Starting main benchmark run...'
const error = String.raw`output.error='Traceback (most recent call last):\n  File "x.py"\nConnectionError: refused\n'`

const read = (lines: readonly string[]) => {
  const output = servingOutput()
  lines.forEach((text) => {
    output.read(text)
  })
  return output
}

describe('servingOutput', () => {
  it('says when the measured part begins, also through progress bars and colours', () => {
    expect(read(['Starting warmup with 1 sequences...'])).toMatchObject({ hasBegun: false })
    expect(read([` 50%|#####     | 180/360\r\u001b[1m${begin}\u001b[0m\r`])).toMatchObject({ hasBegun: true })
  })

  it('keeps why the first request failed', () => {
    const output = read([error, `output.error='${'x'.repeat(5000)}'`, error])

    expect(output.firstError).toBe('ConnectionError: refused')
  })

  it('reads any text; no line without a marker changes anything', () => {
    const piece = fc.constantFrom(begin, error, ...servingMarkers, "'", String.raw`\n`, '\r')
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), fc.string(), (pieces, other) => {
        const output = read([pieces.join('')])
        const before = { hasBegun: output.hasBegun, firstError: output.firstError }

        if (!servingMarkers.some((marker) => other.includes(marker))) output.read(other)

        expect(output).toMatchObject(before)
      }),
    )
  })
})
