import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLineAssembler, type LogLine } from './log-lines.js'

const time = '2025-01-20T14:30:22.123456789Z'

describe('createLineAssembler', () => {
  it('gives each line without its end, with its stream and time', () => {
    const lines = assemble(['stdout', 'Prefill. latency: 0.1 s\n'], ['stderr', 'warning\n'])

    expect(lines).toEqual([
      { stream: 'stdout', text: 'Prefill. latency: 0.1 s', time },
      { stream: 'stderr', text: 'warning', time },
    ])
  })

  it('joins the pieces of a long line, though the other stream speaks in between', () => {
    const lines = assemble(['stdout', 'one '], ['stderr', 'noise\n'], ['stdout', 'line\n'])

    expect(texts(lines)).toEqual(['noise', 'one line'])
  })

  it('gives what came last without a line end', () => {
    const lines = assemble(['stdout', 'Total.'], ['stderr', 'Killed'])

    expect(texts(lines)).toEqual(['Total.', 'Killed'])
  })

  it('says how much of a long line it left out, and cuts no character in two', () => {
    const assembler = createLineAssembler({ maxLineBytes: 8 })

    const line = assembler.push({ stream: 'stdout', payload: Buffer.from(`${time} abcdefgäxyz\n`) })

    expect(line?.text).toBe('abcdefg…[+5 bytes]')
  })

  it.each([
    ['a progress bar', ' 10%|#   |\r 50%|##  |\r100%|####|', '100%|####|'],
    ['Windows line ends', 'text\r', 'text'],
    [
      'a message after a bar',
      '  5%|\rTraceback (most recent call last):',
      'Traceback (most recent call last):',
    ],
    ['nothing but returns', '\r\r', ''],
  ])('keeps the last state of %s', (_what, printed, text) => {
    expect(texts(assemble(['stderr', `${printed}\n`]))).toEqual([text])
  })

  it('keeps the last state of a bar that comes in pieces', () => {
    expect(texts(assemble(['stderr', ' 10%\r 2'], ['stderr', '0%\r 3'], ['stderr', '0%\n']))).toEqual([
      ' 30%',
    ])
  })

  it('counts only the last state of a bar when it clamps', () => {
    const bar = Array.from({ length: 5000 }, (_, n) => `${n}/5000`).join('\r')

    expect(texts(assemble(['stderr', `${bar}\n`]))).toEqual(['4999/5000'])
  })

  it('gives the very text that was printed, however it was cut into messages', () => {
    const printed = fc.array(
      fc.string({ unit: 'binary', maxLength: 60 }).map((s) => s.replace(/[\r\n]/g, ' ')),
    )
    fc.assert(
      fc.property(printed, fc.integer({ min: 1, max: 20 }), (lines, pieceBytes) => {
        const assembler = createLineAssembler()
        const received: LogLine[] = []

        for (const line of lines) {
          for (const piece of messages(`${line}\n`, pieceBytes)) {
            const complete = assembler.push({ stream: 'stdout', payload: piece })
            if (complete !== undefined) received.push(complete)
          }
        }

        expect(texts(received)).toEqual(lines)
        expect(assembler.flush()).toEqual([])
      }),
    )
  })

  it('never gives more than the limit, whatever is printed', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (payloads) => {
        const assembler = createLineAssembler({ maxLineBytes: 32 })

        const lines = payloads.map((bytes) =>
          assembler.push({ stream: 'stdout', payload: Buffer.from(bytes) }),
        )

        for (const line of [...lines, ...assembler.flush()]) {
          // A byte that is no UTF-8 becomes a character of three.
          expect(Buffer.byteLength(line?.text ?? '')).toBeLessThanOrEqual(
            3 * 32 + '…[+100000 bytes]'.length + 2,
          )
        }
      }),
    )
  })
})

function assemble(...messagesOf: ['stdout' | 'stderr', string][]): LogLine[] {
  const assembler = createLineAssembler()
  const lines = messagesOf.map(([stream, text]) =>
    assembler.push({ stream, payload: Buffer.from(`${time} ${text}`) }),
  )
  return [...lines.filter((line) => line !== undefined), ...assembler.flush()]
}

function texts(lines: readonly LogLine[]): string[] {
  return lines.map(({ text }) => text)
}

/** A text as the Engine hands it on in pieces, each with a time of its own. */
function messages(text: string, pieceBytes: number): Buffer[] {
  const bytes = Buffer.from(text)
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    pieces.push(Buffer.concat([Buffer.from(`${time} `), bytes.subarray(at, at + pieceBytes)]))
  }
  return pieces
}
