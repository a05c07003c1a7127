import { expect, it } from 'vitest'
import { demoPlan, demoRecord, withLaunches } from '../../../test/fixtures/record.js'
import { makeSamples } from '../../verdict/make-samples.fixture.js'
import { judge } from '../../verdict/judge.js'
import { judgementText } from '../terminal/judgement.js'
import { judgementView } from '../view/judgement-view.js'
import { marginsOf } from './margin.js'
import { metricItself } from './names.js'
import { renderReport } from '../render-report.fixture.js'

const margins = { decode_latency: 0.4, prefill_latency: 0.2 }

/** A run of eight quiet pairs whose recipes have margins of their own. */
function recordWithMargins() {
  const plan = demoPlan()
  const stages = plan.stages.map((stage) => {
    const cases = stage.cases.filter(({ name }) => !name.includes('BS=256'))
    return { ...stage, cases, recipe: { ...stage.recipe, margins } }
  })
  const quiet = demoRecord({ plan: { ...plan, stages }, pairs: 8, decode: 1, prefill: 1, noise: 0.001 })
  const whole = withLaunches(quiet, (launch) => ({
    ...launch,
    cases: launch.cases.filter(({ values }) => values !== null),
  }))
  return { ...whole, ending: 'finished' as const }
}

it('a report names the margins of a recipe, and claims no smaller bound than they are', () => {
  const { markdown, html } = renderReport(recordWithMargins())

  const sentence =
    'Margins other than the threshold of ±5 %: Prefill Latency ±20 %, Median Decode Latency ±40 %.'
  expect(markdown).toContain(`\n- ${sentence}\n`)
  expect(html).toContain(sentence)
  expect(markdown).toContain('o change beyond ±5 % to ±40 %')
})

it('a report without them names none', () => {
  const { markdown } = renderReport(demoRecord({ pairs: 8 }))

  expect(markdown).not.toContain('Margins other than')
})

it('a judged file names the margin that a metric has itself', () => {
  const samples = makeSamples({ benchmarkType: 'online', pairs: 4 }).map((sample) => ({
    ...sample,
    metric: 'ttft_median',
    leastMargin: 0.1,
  }))
  const judgement = judge(samples, { threshold: 0.03 })

  const text = judgementText(judgementView(judgement, metricItself))

  expect(text).toContain('Margins other than the threshold of ±3 %: ttft_median ±10 %.')
  expect(marginsOf(judgement)).toBe('±10 %')
})
