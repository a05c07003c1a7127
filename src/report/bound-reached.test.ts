import { expect, it } from 'vitest'
import { demoRecord } from '../../test/fixtures/record.js'
import { outcomeOf } from './outcome.js'
import { viewOf } from './view.js'

const problem = 'The budget of 60 s is used up (58 s were measured), so grok/offline got no further pair'

it.each([
  ['is told on a terminal where a comparison has finished', 'finished', [problem]],
  ['is not told twice where another ending says so', 'build-failed', []],
] as const)('the bound that was reached %s', (_title, ending, expected) => {
  const record = { ...demoRecord({ pairs: 3 }), ending, problem }
  const view = viewOf(record)

  const { lines } = outcomeOf(record, view, ending, '/run')

  expect(lines.slice(view.stages.length)).toEqual(expected)
})
