import { describe, expect, it } from 'vitest'
import { LiveArea, wantsColours } from './live-area.js'
import type { TreeLine } from './tree.js'

/** A terminal that keeps what is written, and knows its size. */
function terminal(columns: number, rows: number) {
  const written: string[] = []
  const stream = { columns, rows, isTTY: true, write: (text: string) => written.push(text) }
  return { stream: stream as unknown as NodeJS.WriteStream, written }
}

const lines = (...texts: string[]): TreeLine[] => texts.map((text) => ({ text, tone: 'plain' }))

describe('LiveArea', () => {
  it('erases as many lines as it drew', () => {
    const { stream, written } = terminal(40, 10)
    const area = new LiveArea(stream, false)

    area.draw(lines('a', 'b'))
    area.draw(lines('c'))
    area.print('stays')
    area.draw(lines('d'))

    expect(written).toEqual(['a\nb\n', '\u001b[2A\r\u001b[Jc\n', '\u001b[1A\r\u001b[Jstays\n', 'd\n'])
  })

  it('leaves what is to be kept', () => {
    const { stream, written } = terminal(40, 10)
    const area = new LiveArea(stream, false)

    area.draw(lines('a'))
    area.keep()
    area.print('below')

    expect(written).toEqual(['a\n', 'below\n'])
  })

  it('cuts lines that would break on a narrow terminal', () => {
    const { stream, written } = terminal(10, 10)

    new LiveArea(stream, false).draw(lines('0123456789abc', '012345678'))

    expect(written).toEqual(['01234567…\n012345678\n'])
  })

  it('never draws more than the screen holds', () => {
    const { stream, written } = terminal(40, 4)

    new LiveArea(stream, false).draw(lines('1', '2', '3', '4', '5'))

    expect(written).toEqual(['1\n2\n  ... and 3 more lines\n'])
  })

  it('takes a terminal that does not know its size for one of 80 columns and 24 rows', () => {
    const { stream, written } = terminal(0, 0)

    new LiveArea(stream, false).draw(lines('a'.repeat(79), 'b'.repeat(80)))

    expect(written).toEqual([`${'a'.repeat(79)}\n${'b'.repeat(78)}…\n`])
  })

  it('colours only where it may', () => {
    const { stream, written } = terminal(40, 10)

    new LiveArea(stream, true).draw([{ text: 'done', tone: 'good' }])

    expect(written).toEqual(['\u001b[32mdone\u001b[39m\n'])
  })
})

describe('wantsColours', () => {
  it.each([
    [{}, true],
    [{ NO_COLOR: '' }, true],
    [{ NO_COLOR: '1' }, false],
  ])('%j: %s', (environment, expected) => {
    expect(wantsColours(environment)).toBe(expected)
  })
})
