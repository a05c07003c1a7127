import { expect, it } from 'vitest'
import { judge } from '../../verdict/judge.js'
import { makeSamples } from '../../verdict/make-samples.fixture.js'
import { metricSentence } from './metric.js'

const sentenceOf = (samples: Parameters<typeof judge>[0]) => {
  const [metric] = judge(samples).stages[0]?.metrics ?? []
  return metric === undefined ? '' : metricSentence(metric)
}

it.each([
  [
    'proven to be none',
    makeSamples(),
    /^no change \(within ±\d\.\d+ %; worst BS=\d+: \d\.\d % slower, [a-z ]+\)$/,
  ],
  [
    'marked',
    makeSamples({ pairs: 8, change: () => -0.2 }),
    /^regression: (19|20)\.\d % slower \(95 % interval -2\d\.\d % to -1\d\.\d %; worst BS=\d+: .*, regression\)$/,
  ],
  [
    'open',
    makeSamples({ launchSd: 0.05, withinSd: 0.05 }),
    /^undecided: \d\.\d % (slower|faster) \(95 % interval .*; about \d+ pairs would settle it\)$/,
  ],
  [
    'too loud',
    makeSamples({ launchSd: 0.2, withinSd: 0.05, change: () => 0.33 }),
    /^undecided: \d+\.\d % slower \(.*; more than 50 pairs would be needed, so the host must become quieter: \d+\.\d % between pairs would do\)$/,
  ],
  [
    'of one pair',
    makeSamples({ pairs: 1, change: () => -0.2 }),
    /^regression: (19|20)\.\d % slower \(.*single run: no significance test\)$/,
  ],
  [
    'never there',
    makeSamples().map((sample) =>
      sample.arm === 'pr' ? { ...sample, value: null, reason: 'crashed' } : sample,
    ),
    /^missing: fails only with the pull request: crashed$/,
  ],
  [
    'of a tail percentile',
    makeSamples({ metrics: [{ metric: 'ttft_p99', unit: 'ms', better: 'lower', level: 80 }] }),
    /^not judged: \d\.\d % (slower|faster)/,
  ],
])('a metric is said in one sentence: %s', (_, samples, sentence) => {
  expect(sentenceOf(samples)).toMatch(sentence)
})
