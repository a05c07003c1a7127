import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readFrames } from './log-frames.js'

interface Message {
  stream: 'stdout' | 'stderr'
  payload: Buffer
}

it('gives back every frame, however the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(frames(), fc.array(fc.nat({ max: 400 })), async (sent, cuts) => {
      const received = await collect(cut(Buffer.concat(sent.map(encode)), cuts))

      expect(received).toEqual(sent)
    }),
  )
})

it('reads no further than its consumer has taken', async () => {
  let given = 0
  async function* source() {
    for (;;) {
      given += 1
      yield await Promise.resolve(encode({ stream: 'stdout', payload: Buffer.from('x\n') }))
    }
  }

  const batches = readFrames(source())
  await batches.next()
  await batches.next()
  await batches.return(undefined)

  expect(given).toBe(2)
})

it('takes the end within a frame for a broken stream', async () => {
  const bytes = encode({ stream: 'stderr', payload: Buffer.from('hello\n') })

  await expect(collect([bytes.subarray(0, 10)])).rejects.toThrow(/in the middle of a line/)
})

it.each([
  ['plain text', Buffer.from('Prefill. latency: 0.1 s\n')],
  ['an endless frame', Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff])],
])('refuses %s', async (_what, bytes) => {
  await expect(collect([bytes])).rejects.toThrow(/not a multiplexed stream/)
})

function frames(): fc.Arbitrary<Message[]> {
  const stream = fc.constantFrom('stdout' as const, 'stderr' as const)
  const payload = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))
  return fc.array(fc.record({ stream, payload }), { maxLength: 20 })
}

function encode({ stream, payload }: Message): Buffer {
  const header = Buffer.alloc(8)
  header[0] = stream === 'stdout' ? 1 : 2
  header.writeUInt32BE(payload.length, 4)
  return Buffer.concat([header, payload])
}

function cut(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const pieces: Buffer[] = []
  let rest = bytes
  for (const length of lengths) {
    pieces.push(rest.subarray(0, length))
    rest = rest.subarray(length)
  }
  return [...pieces, rest]
}

async function collect(pieces: readonly Buffer[]): Promise<Message[]> {
  async function* source() {
    for (const piece of pieces) yield await Promise.resolve(piece)
  }
  const received: Message[] = []
  for await (const frames of readFrames(source())) {
    for (const { stream, bytes, start, end } of frames) {
      received.push({ stream, payload: bytes.subarray(start, end) })
    }
  }
  return received
}
