import { expect, it } from 'vitest'
import { demoRecord } from '../../test/fixtures/record.js'
import type { EndingReason } from '../comparison/ending-reason.js'
import { outcomeOf } from './outcome.js'
import { viewOf } from './view/report-view.js'

const problem: EndingReason = { kind: 'budget-spent', budget: 60, measured: 58, stages: ['grok/offline'] }
const told =
  'stopped by the budget (1m) after 58s of measuring: no further pair of grok/offline fits. A larger --budget settles what is undecided.'

it.each([
  ['is told on a terminal where a comparison has finished', 'finished', [told]],
  ['is not told twice where another ending says so', 'build-failed', []],
] as const)('the bound that was reached %s', (_title, ending, expected) => {
  const record = { ...demoRecord({ pairs: 3 }), ending, problem }
  const view = viewOf(record)

  const { lines } = outcomeOf(record, view, ending, '/run')

  expect(lines.slice(view.stages.length)).toEqual(expected)
})
