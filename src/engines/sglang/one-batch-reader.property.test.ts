import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printedBlock } from '../../../test/fixtures/one-batch-output.js'
import { readerOfShapes, readLines } from '../../../test/fixtures/one-batch-reader.js'
import { oneBatchReaderMarkers } from './one-batch-reader.js'
import { crossShapes, shapeText } from './one-batch-shape.js'
import { longestLine } from '../output/printed-line.js'
import type { BatchLatencies, BatchShape } from './one-batch-shape.js'

const small: BatchShape = { batchSize: 1, inputLength: 1024, outputLength: 128 }
const latencies: BatchLatencies = { prefillLatency: 0.03, medianDecodeLatency: 0.005, totalLatency: 0.7 }

describe('OneBatchReader, for any output', () => {
  const shapes = fc.record({
    batchSizes: fc.uniqueArray(fc.integer({ min: 1, max: 512 }), { minLength: 1, maxLength: 4 }),
    inputLengths: fc.uniqueArray(fc.integer({ min: 1, max: 32768 }), { minLength: 1, maxLength: 2 }),
    outputLengths: fc.uniqueArray(fc.integer({ min: 1, max: 4096 }), { minLength: 1, maxLength: 2 }),
  })
  const anyLatencies = fc.record({
    prefillLatency: fc.double({ min: 1e-4, max: 500, noNaN: true }),
    medianDecodeLatency: fc.double({ min: 1e-4, max: 5, noNaN: true }),
    totalLatency: fc.double({ min: 1e-3, max: 5000, noNaN: true }),
  })
  const noise = fc.string().filter((text) => oneBatchReaderMarkers.every((marker) => !text.includes(marker)))

  it('reads back whatever was measured, in order, closer than the printed latency', () => {
    fc.assert(
      fc.property(
        shapes,
        fc.array(anyLatencies, { minLength: 16, maxLength: 16 }),
        fc.constantFrom('old', 'new'),
        noise,
        (lists, drawn, form, text) => {
          const planned = crossShapes(lists.batchSizes, lists.inputLengths, lists.outputLengths)
          const truth = planned.map((shape, index) => {
            const next = drawn[index] ?? latencies
            return shape.outputLength === 1 ? { ...next, medianDecodeLatency: undefined } : next
          })
          const lines = planned.flatMap((shape, index) =>
            printedBlock(shape, truth[index] ?? latencies, form),
          )
          const reader = readerOfShapes(planned)

          const found = readLines(reader, ['Benchmark ...', ...lines.flatMap((line) => [text, line])])

          expect(reader.isComplete).toBe(true)
          expect(found.map(({ case: name }) => name)).toEqual(planned.map(shapeText))
          found.forEach(({ values }, index) => {
            const { totalLatency = NaN, prefillLatency = NaN } = truth[index] ?? {}
            expect(Math.abs((values?.e2e_latency ?? NaN) - totalLatency)).toBeLessThanOrEqual(0.0005001)
            expect(Math.abs((values?.prefill_latency ?? NaN) - prefillLatency)).toBeLessThanOrEqual(
              0.000005001,
            )
          })
        },
      ),
    )
  })

  it('says nothing of a line without a marker, so that a reader may search raw bytes for markers', () => {
    fc.assert(
      fc.property(noise, (line) => {
        const reader = readerOfShapes([small])

        expect(reader.read(line)).toEqual([])
        expect(reader.current).toBeNull()
      }),
    )
  })

  it('reads any text', () => {
    const piece = fc.constantFrom(...oneBatchReaderMarkers, ' ', '0', '.', 'Decode. ', 'Total. ', 's, ')
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        const reader = readerOfShapes([small])
        reader.read('Benchmark ...')

        reader.read(pieces.join(''))
      }),
    )
  })

  it('looks at the first 8 KB of a line of megabytes only', () => {
    const reader = readerOfShapes([small])
    reader.read('Benchmark ...')
    const line = 'Prefill. latency: 0.03000 s, throughput:  34133.33 token/s'

    reader.read(`${' '.repeat(longestLine)}${line}${'Total. latency: '.repeat(100_000)}`)
    const results = reader.read('Total. latency:  0.700 s, throughput:   1645.71 token/s')

    expect(results).toMatchObject([{ reason: { kind: 'output-unreadable' } }])
  })
})
