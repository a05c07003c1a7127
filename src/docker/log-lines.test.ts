import { describe, expect, it } from 'vitest'
import { LineAssembler } from './line-assembler.js'

const time = (second: number) => `2025-01-20T14:30:0${second}.123456789Z`

/** Lines that were printed in one second after the other. */
const linesOf = (...texts: string[]) => {
  const assembler = new LineAssembler()
  for (const [second, text] of texts.entries()) {
    const bytes = Buffer.from(`${time(second)} ${text}\n`)
    assembler.add({ stream: 'stdout', bytes, start: 0, end: bytes.length })
  }
  return assembler.take()
}

/** A search for a letter: where it stands is where it ends. */
const searchFor = (letter: string) => (bytes: Uint8Array, from: number) =>
  bytes.indexOf(letter.charCodeAt(0), from)

describe('LogLines', () => {
  it('are their texts with line ends', () => {
    const lines = linesOf('one', '', 'drei ü')

    expect(lines.bytes.toString()).toBe('one\n\ndrei ü\n')
    expect(lines.count).toBe(3)
    expect(lines.lastTime).toBe(time(2))
  })

  it('give those that hold what is looked for, each once, with its time and place', () => {
    const lines = linesOf('', 'axa', 'b', 'x', 'ü x')

    expect([...lines.holding(searchFor('x'))]).toEqual([
      { stream: 'stdout', text: 'axa', time: time(1), start: 1, end: 4 },
      { stream: 'stdout', text: 'x', time: time(3), start: 7, end: 8 },
      { stream: 'stdout', text: 'ü x', time: time(4), start: 9, end: 13 },
    ])
    expect([...lines.holding(searchFor('z'))]).toEqual([])
  })
})
