import { describe, expect, it } from 'vitest'
import { LogTail } from './log-tail.js'

const tailOf = (...pieces: string[]) => {
  const tail = new LogTail()
  for (const piece of pieces) tail.add(Buffer.from(piece))
  return tail.lines()
}

describe('LogTail', () => {
  it('keeps the last 60 lines, however they come', () => {
    const numbers = Array.from({ length: 100 }, (_, index) => String(index))

    expect(tailOf('')).toEqual([])
    expect(tailOf(...numbers.map((text) => `${text}\n`))).toEqual(numbers.slice(40))
    expect(tailOf(numbers.map((text) => `${text}\n`).join(''))).toEqual(numbers.slice(40))
  })

  it('keeps whole lines of 16 KB at most', () => {
    const lines = Array.from({ length: 30 }, (_, index) => String(index).padEnd(1023, 'x'))

    expect(tailOf(...lines.map((text) => `${text}\n`))).toEqual(lines.slice(14))
  })

  it('lets no long line drive out what was printed before', () => {
    const tail = tailOf('RuntimeError: why\n', `${'x'.repeat(60_000)}\nafter\n`)

    expect(tail).toEqual(['RuntimeError: why', `${'x'.repeat(4096)}…[+55904 bytes]`, 'after'])
  })
})
