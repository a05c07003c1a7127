import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printedBlock } from '../../../test/fixtures/one-batch-output.js'
import { markedLines } from '../output/marked-lines.js'
import { markerSearch } from '../output/marker-search.js'
import { oneBatchMarkers } from './one-batch-line.js'
import { OneBatchOutput } from './one-batch-output.js'
import { longestLine } from '../output/printed-line.js'

const read = async (pieces: readonly (Buffer | string)[], markers: readonly string[]) => {
  const log = Readable.from(pieces.map((piece) => Buffer.from(piece)))
  const lines: string[] = []
  for await (const found of markedLines(log, markers)) lines.push(...found)
  return lines
}

describe('markedLines', () => {
  it('gives the lines that hold a marker, wherever they are cut into pieces', async () => {
    const text = 'noise\nlatency: 1\nnoise\nx latency: 2 latency: 3\n\nlatency: 4'

    for (let at = 0; at <= text.length; at += 1) {
      expect(await read([text.slice(0, at), text.slice(at)], ['latency: '])).toEqual([
        'latency: 1',
        'x latency: 2 latency: 3',
        'latency: 4',
      ])
    }
  })

  it('gives the last state of a line that redraws itself, and takes CRLF', async () => {
    const bar = Array.from({ length: 1000 }, (_, step) => `latency: ${step}%`).join('\r')

    const lines = await read([`${bar}\nlatency: 7\r\n`], ['latency: '])

    expect(lines.map((line) => line.trimEnd())).toEqual(['latency: 999%', 'latency: 7'])
  })

  it('cuts a line of megabytes, and reads the next one', async () => {
    const flood = Buffer.alloc(1024 * 1024, 'x')

    const lines = await read(['latency: ', flood, flood, flood, '\nlatency: 2\n'], ['latency: '])

    expect(lines.map((line) => line.length)).toEqual([longestLine, 10])
  })

  it('reads on through bytes that are no UTF-8, and colours', async () => {
    const lines = await read(
      [Buffer.from([0xff, 0xfe, 0x0a, 0xc3]), '\n\u001b[1mlatency: 1 é\u001b[0m\n'],
      ['latency: '],
    )

    expect(lines).toEqual(['\u001b[1mlatency: 1 é\u001b[0m'])
  })

  it('says the same as reading line by line, however the bytes are cut', async () => {
    const piece = fc.constantFrom('mark', 'ma', 'rk', '\n', 'x', '\0', '\u001b[1m')
    const text = fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))).map((parts) => parts.join(''))
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(40)), async (drawn, cuts) => {
        const bytes = Buffer.from(drawn.replaceAll('\r', ''))
        const pieces: Buffer[] = []
        let at = 0
        for (const cut of [...cuts, bytes.length]) {
          pieces.push(bytes.subarray(at, at + cut))
          at += cut
        }

        const lines = await read(pieces, ['mark'])

        const expected = bytes
          .toString('utf8')
          .split('\n')
          .filter((line) => line.includes('mark'))
        expect(lines).toEqual(expected)
      }),
    )
  })
})

describe('the search for markers', () => {
  it('looks at each byte a bounded number of times, also in text that is nearly all markers', () => {
    const markers = ['latency: ', 'Benchmark ...', 'ut of memory. Try to lower your batch size']
    const search = markerSearch(markers)
    const looksAt = (text: string) => {
      let looks = 0
      const counting = new Proxy(Buffer.from(text), {
        get: (bytes, key) => {
          looks += 1
          return Reflect.get(bytes, key, bytes) as unknown
        },
      })
      search(counting, 0)
      return looks
    }

    for (const piece of ['x', 'xatency: ', ' latency:', ': ', 'ut of memory. Try to lower your batch siz']) {
      const once = looksAt(piece.repeat(1000))
      const twice = looksAt(piece.repeat(2000))

      expect(twice).toBeLessThan(2.1 * once)
    }
  })

  it('takes capital letters for small ones where it is told to', () => {
    const found = (text: string, ignoresCase: boolean) =>
      markerSearch(['api_key', 'Bearer '], { ignoresCase })(Buffer.from(text), 0)

    expect(['x API_KEY', 'x api_key', 'bEARER x'].map((text) => found(text, true))).toEqual([8, 8, 6])
    expect(['x API_KEY', 'x api_key', 'bEARER x'].map((text) => found(text, false))).toEqual([-1, 8, -1])
  })

  it('refuses markers that it cannot tell apart from other text', () => {
    expect(() => markerSearch([])).toThrow(RangeError)
    expect(() => markerSearch(['ab'])).toThrow(RangeError)
  })
})

describe('a log of 10,000 lines of everything', () => {
  it('gives its measurements to the reader', async () => {
    const shape = { batchSize: 4, inputLength: 1024, outputLength: 128 }
    const latencies = { prefillLatency: 0.25, medianDecodeLatency: 0.0125, totalLatency: 1.85 }
    const bar = Array.from({ length: 50 }, (_, step) => `Loading ${step}/50`).join('\r')
    const noise = [bar, '\u001b[31mWARNING\u001b[0m', '\ufffd\ufffd', 'x'.repeat(9000), '\t', '100%|###|\r']
    const lines = Array.from({ length: 10_000 }, (_, index) => noise[index % noise.length] ?? '')
    const log = Buffer.concat([
      Buffer.from([0xff, 0xc3, 0x28, 0x0a]),
      Buffer.from([...lines, 'Benchmark ...', ...printedBlock(shape, latencies), ...lines].join('\n')),
    ])
    const output = new OneBatchOutput([shape])

    const pieces = Array.from({ length: Math.ceil(log.length / 65_536) }, (_, index) =>
      log.subarray(index * 65_536, (index + 1) * 65_536),
    )
    const found = await read(pieces, oneBatchMarkers)
    const events = found.flatMap((line) => output.read(line))

    expect(found.every((line) => line.length <= longestLine)).toBe(true)
    expect(events.map(({ kind }) => kind)).toEqual(['measuring', 'measured'])
  })
})
