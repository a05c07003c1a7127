import { expect, it } from 'vitest'
import { demoPlan } from '../../test/fixtures/record.js'
import { quoteOf } from '../planning/quote.js'
import { describePlan } from './describe-plan.js'

it.each([
  [[3, 4, 10], 'grok/offline on mi300x-01: at most 10 pairs, 20 launches of about '],
  [[4], 'grok/offline on mi300x-01: 4 pairs, 8 launches of about '],
  [[1], 'grok/offline on mi300x-01: 1 pair, 2 launches of about '],
])('with looks at %j a stage takes "%s"', (looks, expected) => {
  const plan = demoPlan({ looks })

  const text = describePlan(plan, quoteOf(plan))

  expect(text).toContain(expected)
})
