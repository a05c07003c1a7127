import { expect, it } from 'vitest'
import { judge } from '../../verdict/judge.js'
import { makeSamples } from '../../verdict/make-samples.fixture.js'
import { judgementMarkdown } from '../templates.js'
import { judgementText } from '../terminal/judgement.js'
import { metricItself } from '../words/names.js'
import { judgementView } from './judgement-view.js'

it.each([
  ['marked', -0.2, 'regression 🔴'],
  ['not marked', 0, 'undecided ⚪'],
])('says beside each change of a single run that nothing was tested: %s', (_, effect, word) => {
  const [stage] = judgementView(judge(makeSamples({ pairs: 1, change: () => effect })), metricItself).stages

  for (const row of stage?.metrics.rows ?? []) {
    expect(row[3]).toBe(word)
    expect(row[4]).toContain('single run: no significance test')
  }
})

it('says in the line of every verdict that it is of a single run', () => {
  const view = judgementView(judge(makeSamples({ pairs: 1, change: () => -0.2 })), metricItself)

  const single = 'regression 🔴 (single run: no significance test)'
  expect(judgementText(view).split('\n')[0]).toBe(single)
  expect(judgementText(view)).toContain(`grok/offline   ${single}\n`)
  expect(judgementMarkdown(view)).toContain(`### grok/offline: ${single}\n`)
})

it('says what stands against a verdict where there is no change at all', () => {
  const samples = makeSamples({ pairs: 4 }).filter(({ pair, arm }) => (pair % 2 === 1) === (arm === 'pr'))

  const [stage] = judgementView(judge(samples), metricItself).stages

  expect(stage?.metrics.rows[0]?.slice(3)).toEqual(['undecided ⚪', 'no pair is valid'])
})

it('calls the cells of a tail percentile not judged, as the metric', () => {
  const samples = makeSamples({ pairs: 4 }).map((sample) =>
    sample.metric === 'prefill_latency' ? { ...sample, metric: 'ttft_p99' } : sample,
  )

  const [stage] = judgementView(judge(samples), metricItself).stages

  const words = stage?.cells.rows.filter((row) => row[1] === 'ttft_p99').map((row) => row.at(-1))
  expect(new Set(words)).toEqual(new Set(['not judged']))
})

it('says of how many pairs the change of a case is, also where they are too few for an interval', () => {
  const onlyIn = (pairs: readonly number[]) =>
    makeSamples({ pairs: 4 }).filter((sample) => sample.case !== 'BS=4' || pairs.includes(sample.pair))
  const interval = (pairs: readonly number[]) => {
    const [stage] = judgementView(judge(onlyIn(pairs)), metricItself).stages
    return stage?.cells.rows.find((row) => row[0] === 'BS=4')?.at(-2)
  }

  expect(interval([2])).toBe('of 1 of 4 pairs')
  expect(interval([1, 2, 4])).toMatch(/ to .*, of 3 of 4 pairs$/)
  expect(interval([1, 2, 3, 4])).not.toContain('pairs')
})
