import { expect, it } from 'vitest'
import { stateOf } from './known-runs.js'

it.each<[string, string]>([
  ['COMPLETED', 'closed'],
  ['FAILED', 'closed'],
  ['CANCELLED', 'closed'],
  ['TERMINATED', 'closed'],
  ['TIMED_OUT', 'closed'],
  ['RUNNING', 'open'],
  ['a state that nobody has heard of', 'unknown'],
])('a run that is %s is %s', (status, state) => {
  expect(stateOf(status, false)).toBe(state)
})

it('a run that was reset, and goes on as another run, is open', () => {
  expect(stateOf('TERMINATED', true)).toBe('open')
})
