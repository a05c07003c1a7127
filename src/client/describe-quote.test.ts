import { expect, it } from 'vitest'
import { demoPlan } from '../../test/fixtures/record.js'
import { quoteOf } from '../planning/quote.js'
import { requestSchema } from '../comparison/request.js'
import { describeQuote } from './describe-quote.js'

it('says what is an estimate, what the host has shown, and what the budget does', () => {
  const prior = { benchmarkType: 'offline', metric: 'decode_latency', df: 9, agreesOverDays: false }
  const request = requestSchema.parse({ repository: 'o/r', pullRequest: 7, budgetSeconds: 3600 })
  const plan = demoPlan({
    looks: [3, 4, 5, 6, 8, 10],
    request,
    calibration: [{ ...prior, model: 'grok', variance: 1e-4, host: 'mi300x-01', days: ['2026-11-23'] }],
  })
  const [grok, ...others] = plan.stages
  const known = {
    ...plan,
    stages: [...(grok === undefined ? [] : [{ ...grok, launchesSeen: 12 }]), ...others],
  }

  const text = describeQuote(known, quoteOf(known)).join('\n')

  expect(text).toMatch(
    /grok\/offline: about \d\.\d pairs, 10 at most; a launch takes about 8m \(median of 12 launches on mi300x-01\)/,
  )
  expect(text).toMatch(/deepseek\/offline: .*\(the recipe’s estimate\)/)
  expect(text).toContain('at most: 40 launches, 5h 20m, 43 GPU hours')
  expect(text).toContain('the budget of 1h is enough for about 19 % of that')
  expect(text).toMatch(/Stage +Metric +Noise of a pair +From +4 +5 +6 +8 +10 +\(15\) +\(20\)\n/)
  expect(text).toMatch(
    /grok\/offline +Median Decode Latency +1\.0 % +calibrated 2026-11-23( +\d+\.\d+ %){7}\n/,
  )
  expect(text).toMatch(/deepseek\/offline +E2E Throughput +1\.4 % +assumed( +\d+\.\d+ %){7}\n/)
  expect(text).toContain('with --max-pairs 15, the column (15): at most 60 launches, 8h, 64 GPU hours')
})

it('says of the single pair of a historical comparison that it is one', () => {
  const plan = demoPlan({
    looks: [1],
    request: requestSchema.parse({ repository: 'o/r', pullRequest: 7, historical: true }),
  })
  const known = { ...plan, stages: plan.stages.map((stage) => ({ ...stage, launchesSeen: 1 })) }

  const text = describeQuote(known, quoteOf(known)).join('\n')

  expect(text).toMatch(/grok\/offline: 1 pair; a launch takes about 8m \(median of 1 launch on mi300x-01\)/)
})

it('offers no more pairs to a historical run, which would be refused', () => {
  const plan = demoPlan({
    looks: [1],
    request: requestSchema.parse({ repository: 'o/r', pullRequest: 7, historical: true }),
  })

  expect(describeQuote(plan, quoteOf(plan)).join('\n')).not.toContain('pairs 4')
})

it('names no column where a single run has none', () => {
  const plan = demoPlan({
    looks: [1],
    request: requestSchema.parse({ repository: 'o/r', pullRequest: 7, pairs: 1 }),
  })

  const text = describeQuote(plan, quoteOf(plan)).join('\n')

  expect(text).toMatch(/grok\/offline: 1 pair; a launch/)
  expect(text).toContain('none: a single run has no significance test')
  expect(text).toMatch(/with --pairs 4: at most \d+ launches/)
})
