import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gsm8kMarkers, Gsm8kOutput } from './gsm8k-output.js'

const outcomeOf = (lines: readonly string[]) => {
  const output = new Gsm8kOutput()
  lines.forEach((line) => {
    output.read(line)
  })
  return output.outcome
}

describe('Gsm8kOutput', () => {
  it('reads the four lines of the few-shot evaluators, through a progress bar', () => {
    const outcome = outcomeOf([
      '100%|##########| 2000/2000\rAccuracy: 0.952',
      'Invalid: 0.001',
      'Latency: 69.184 s',
      'Output throughput: 1712.156 token/s\r',
    ])

    expect(outcome).toEqual({ accuracy: 0.952, invalid: 0.001, latency: 69.184, outputThroughput: 1712.156 })
  })

  it('takes an accuracy without an answered token for none', () => {
    const outcome = outcomeOf([
      'Accuracy: 0.000',
      'Invalid: 1.000',
      'Latency: 0.3 s',
      'Output throughput: 0.000 token/s',
    ])

    expect(outcome).toEqual({ missing: 'requests-refused' })
  })

  it('has no accuracy, not zero, where none was printed', () => {
    const outcome = outcomeOf([
      'Traceback (most recent call last):',
      'Latency: 3 s',
      'The Accuracy: 0.9 of before',
    ])

    expect(outcome).toEqual({ missing: 'no-accuracy-printed' })
  })

  it.each(['Accuracy: 0.952', 'Invalid: 0.001', 'Latency: 69.1 s', 'Output throughput: 1.5 token/s'])(
    'knows no line without a marker: %s',
    (line) => {
      expect(gsm8kMarkers.some((marker) => line.includes(marker))).toBe(true)
    },
  )

  it('reads any text', () => {
    const piece = fc.constantFrom('Accuracy: ', '0', '.', ' s', 'Output throughput: ', '\r')
    fc.assert(
      fc.property(fc.array(fc.array(fc.oneof(piece, fc.string()))), (lines) => {
        const outcome = outcomeOf(lines.map((pieces) => pieces.join('')))

        expect('missing' in outcome || outcome.accuracy >= 0).toBe(true)
      }),
    )
  })
})
