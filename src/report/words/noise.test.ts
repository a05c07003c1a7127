import { expect, it } from 'vitest'
import { demoPlan, demoRecord } from '../../../test/fixtures/record.js'
import { judgeRun } from '../../run/judge-run.js'
import { metricItself } from './names.js'
import { calibrationSentences } from './noise.js'
import { renderReport } from '../render-report.fixture.js'
import { reasonWords } from './launch-reasons.js'

const prior = {
  model: 'grok',
  benchmarkType: 'offline',
  df: 9,
  agreesOverDays: false,
  host: 'mi300x-01',
  days: ['2026-11-20', '2026-11-23'],
}
const priors = [
  { ...prior, metric: 'prefill_latency', variance: 1e-4 },
  // Far less noise than the run shows.
  { ...prior, metric: 'decode_latency', variance: 1e-9 },
]

it('a report says how loud the host was, and which calibration was used or is stale', () => {
  const record = { ...demoRecord({ plan: demoPlan({ calibration: priors }) }), ending: 'finished' as const }

  const { markdown } = renderReport(record)

  expect(markdown).toMatch(
    /\n\| grok\/offline \| E2E Throughput \| \d\.\d+ % \| \d\.\d+ % \| \d\.\d+ % \| \d\.\d+ % \| ±5 % \|\n/,
  )
  expect(markdown).toContain(
    '\n- Calibrated with main against main on mi300x-01, 2026-11-23 and 1 day before, worth three degrees of freedom at most: Prefill Latency.\n',
  )
  expect(markdown).toMatch(/Median Decode Latency: the calibration is stale/)
})

it('nothing is said of a calibration of another stage', () => {
  const { findings, stages } = judgeRun(demoRecord(), reasonWords)
  const deepseek = stages.filter(({ model }) => model === 'deepseek')

  const sentences = deepseek.map((stage) => calibrationSentences(priors, stage, findings, metricItself))

  expect(sentences).toEqual([[]])
})
