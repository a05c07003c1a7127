import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineAssembler } from './line-assembler.js'
import type { LogLine } from './log-lines.js'

interface Message {
  stream: 'stdout' | 'stderr'
  payload: Buffer
}

const time = '2025-01-20T14:30:22.123456789Z'

describe('LineAssembler', () => {
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
    const assembler = new LineAssembler({ maxLineBytes: 8 })

    add(assembler, [{ stream: 'stdout', payload: Buffer.from(`${time} abcdefgäxyz\n`) }])

    expect(texts(assembler.take())).toEqual(['abcdefg…[+5 bytes]'])
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
      fc.property(
        printed,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        (lines, pieceBytes, batch) => {
          const assembler = new LineAssembler()
          const received: LogLine[] = []
          const all = lines.flatMap((line) => messages(`${line}\n`, pieceBytes))

          for (let at = 0; at < all.length; at += batch) {
            add(assembler, all.slice(at, at + batch))
            received.push(...assembler.take())
          }

          expect(texts(received)).toEqual(lines)
          assembler.end()
          expect(assembler.take().count).toBe(0)
        },
      ),
    )
  })

  it('never gives more than the limit, whatever is printed', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (payloads) => {
        const assembler = new LineAssembler({ maxLineBytes: 32 })

        add(
          assembler,
          payloads.map((bytes) => ({ stream: 'stdout', payload: Buffer.from(bytes) })),
        )
        assembler.end()

        for (const line of assembler.take()) {
          // A byte that is no UTF-8 becomes a character of three.
          expect(Buffer.byteLength(line.text)).toBeLessThanOrEqual(3 * 32 + '…[+100000 bytes]'.length + 2)
        }
      }),
    )
  })
})

function assemble(...messagesOf: ['stdout' | 'stderr', string][]): LogLine[] {
  const assembler = new LineAssembler()
  add(
    assembler,
    messagesOf.map(([stream, text]) => ({ stream, payload: Buffer.from(`${time} ${text}`) })),
  )
  assembler.end()
  return Array.from(assembler.take(), ({ stream, text, time: at }) => ({ stream, text, time: at }))
}

/** Takes messages as they come over a connection at once. */
function add(assembler: LineAssembler, messages: readonly Message[]): void {
  const bytes = Buffer.concat(messages.map(({ payload }) => payload))
  let end = 0
  for (const { stream, payload } of messages) {
    const start = end
    end += payload.length
    assembler.add({ stream, bytes, start, end })
  }
}

function texts(lines: Iterable<LogLine>): string[] {
  return Array.from(lines, ({ text }) => text)
}

/** A text as the Engine hands it on in pieces, each with a time of its own. */
function messages(text: string, pieceBytes: number): Message[] {
  const bytes = Buffer.from(text)
  const pieces: Message[] = []
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const payload = Buffer.concat([Buffer.from(`${time} `), bytes.subarray(at, at + pieceBytes)])
    pieces.push({ stream: 'stdout', payload })
  }
  return pieces
}
