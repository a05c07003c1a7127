import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readJsonLines } from './ndjson.js'

it('gives back every value, however the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue()), fc.integer({ min: 1, max: 7 }), async (values, pieceBytes) => {
      const sent = values.map((value) => JSON.stringify(value))

      const received = await collect(sent.join('\r\n'), { pieceBytes })

      expect(received.map((value) => JSON.stringify(value))).toEqual(sent)
    }),
  )
})

it('skips empty lines and takes a last line without an end', async () => {
  expect(await collect('{"a":1}\n\n\r\n{"b":2}')).toEqual([{ a: 1 }, { b: 2 }])
})

it('refuses a line that is no JSON and shows it', async () => {
  await expect(collect('{"a":1}\nlogin required\n')).rejects.toThrow(/login required/)
})

async function collect(text: string, { pieceBytes = 1000 } = {}): Promise<unknown[]> {
  const bytes = Buffer.from(text)
  async function* source() {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      yield await Promise.resolve(bytes.subarray(at, at + pieceBytes))
    }
  }
  const values: unknown[] = []
  for await (const value of readJsonLines(source())) values.push(value)
  return values
}
