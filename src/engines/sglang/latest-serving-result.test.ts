import { describe, expect, it } from 'vitest'
import type { ServingResult } from './serving-result.js'
import { latestServingResult } from './latest-serving-result.js'

const row = (median: number) =>
  JSON.stringify({
    completed: 40,
    duration: 10,
    total_input_tokens: 400,
    total_output_tokens: 80,
    median_ttft_ms: median,
  })
const printed: ServingResult = { counts: { completed: 40 }, latencies: { median_ttft: 30 } }
const read = (text: string, shown?: ServingResult) => latestServingResult(text, 'serving.jsonl', shown)

describe('the latest result of the load generator', () => {
  it('is the last row of its file, with more digits than what it printed', () => {
    const found = read(`${row(10)}\n${row(30.0042)}\n`, printed)

    expect(found.result?.latencies.median_ttft).toBe(30.0042)
    expect(found).not.toHaveProperty('problem')
  })

  it.each([
    ['cut off', row(30).slice(0, 40)],
    ['zeroed', '\0\0\0'],
  ])('is never an older row where the last one is %s', (_, last) => {
    const silent = read(`${row(10)}\n${last}\n`)
    const spoken = read(`${row(10)}\n${last}\n`, printed)

    expect(silent.result).toBeUndefined()
    expect(spoken.result).toBe(printed)
    expect([silent.problem, spoken.problem]).toEqual([
      expect.stringMatching(/^serving\.jsonl, row 2: /),
      expect.stringMatching(/^serving\.jsonl, row 2: /),
    ])
  })

  it('is none where the file is empty and nothing was printed, and that is said', () => {
    expect(read('\n')).toEqual({ result: undefined, problem: 'serving.jsonl: it is empty' })
  })
})
