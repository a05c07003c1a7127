import { describe, expect, it } from 'vitest'
import { finding, type Finding, type FindingFacts } from '../../verdict/findings.js'
import { findingSentence } from './finding.js'

const stage = { model: 'grok', benchmarkType: 'offline' }
const ofMetric = { ...stage, metric: 'decode_latency' }
const say = (facts: FindingFacts, about: Partial<Pick<Finding, 'model' | 'metric' | 'case'>> = stage) =>
  findingSentence(finding(facts, about), (_, metric) => (metric === 'decode_latency' ? 'Decode' : metric))

describe('the sentence of a finding', () => {
  it.each<[FindingFacts, string]>([
    [{ kind: 'single-run' }, 'grok/offline: single run: no significance test'],
    [{ kind: 'one-pair', of: 1 }, 'grok/offline: only one pair was measured: too few for a verdict'],
    [{ kind: 'one-pair', of: 3 }, 'grok/offline: only one of 3 pairs is valid: too few for a verdict'],
    [{ kind: 'outliers', arm: 'pr', values: 1 }, 'grok/offline: pr: 1 outlier excluded'],
    [
      { kind: 'incomplete-pair', pair: 2, attempt: 1, arms: ['pr'], hasOthers: false },
      'grok/offline: pair 2 has no valid value of pr; it is not judged',
    ],
    [
      {
        kind: 'disturbed',
        arm: 'main',
        attempts: [
          { pair: 3, attempt: 1 },
          { pair: 3, attempt: 2 },
        ],
      },
      'grok/offline: main was disturbed (slower than its other launches) in pairs 3, 3 (attempt 2); not judged',
    ],
    [
      { kind: 'copied-launches', pairs: [2, 3], launches: [] },
      'grok/offline: main and pr have exactly the same values in pairs 2, 3: copied, or read from the same file?',
    ],
    [
      {
        kind: 'missing',
        metrics: ['decode_latency', 'prefill_latency'],
        cases: ['BS=16'],
        of: 5,
        reason: { kind: 'no-value', reasons: { pr: 'out of memory' } },
      },
      'grok/offline, Decode, prefill_latency: 1 of 5 cases missing (BS=16): fails only with the pull request: out of memory',
    ],
    [
      { kind: 'unequal-work', what: 'output-tokens', main: 1000, pr: 990, pairs: 3, p: 0 },
      'grok/offline: the arms did not do the same work: 1000 output tokens a case in main, 990 in pr (-1.0 %; the same in all 3 pairs); their speeds are not comparable as they are',
    ],
    [
      { kind: 'unequal-work', what: 'cached-prompt-tokens', main: 0, pr: 51.2, pairs: 4, p: 0.00123 },
      'grok/offline: the arms did not do the same work: 0 prompt tokens from the cache a case in main, 51 in pr (paired t test, p = 0.0012); their speeds are not comparable as they are',
    ],
    [{ kind: 'more', of: 'bimodal', count: 5 }, 'grok/offline: 5 more of this kind (bimodal) are not listed'],
  ])('about a stage: %j', (facts, sentence) => {
    expect(say(facts)).toBe(sentence)
  })

  it.each<[FindingFacts, string]>([
    [
      { kind: 'bimodal', arm: 'pr', slow: 2, fast: 6, slower: 0.175 },
      'grok/offline, Decode: pr falls into two groups: 2 launches about 17.5 % slower than the other 6',
    ],
    [
      { kind: 'single-launch', pair: 3, otherwise: 'unresolved' },
      'grok/offline, Decode: without pair 3 the verdict would be undecided',
    ],
    [
      {
        kind: 'opposite-cells',
        faster: [{ case: 'BS=1', change: 0.2 }],
        slower: [{ case: 'BS=2', change: -0.15 }],
      },
      'grok/offline, Decode: cases change in opposite directions and cancel in the mean: BS=1 20.0 % faster, BS=2 15.0 % slower',
    ],
  ])('about a metric: %j', (facts, sentence) => {
    expect(say(facts, ofMetric)).toBe(sentence)
  })

  it('about a row of a file names row, column and what becomes of it', () => {
    const fault = { kind: 'other-unit', value: '"ms"', row: 2, known: '"s"' } as const
    const place = { ...ofMetric, row: 9, column: 'unit' }

    const sentence = findingSentence(finding({ kind: 'input', fault }, place), (_, metric) => metric)

    expect(sentence).toBe(
      'row 9, column unit: "ms", but row 2 says "s" for decode_latency; its value counts as missing',
    )
  })

  it('of a record of before is its own', () => {
    expect(say({ kind: 'text', text: 'grok/offline: as it was' })).toBe('grok/offline: as it was')
  })
})
