import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  TerminatedFailure,
  TimeoutFailure,
} from '@temporalio/common'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../comparison/outcome.js'
import { describeEnding, type Ending, endingOfFailure, exitCodeOf } from './ending.js'
import type { FailOn } from '../comparison/gate.js'

const outcome: Outcome = {
  comparison: 'compare/a/b/1',
  ending: 'finished',
  complete: true,
  verdict: 'no-change',
  lines: [],
  runDirectory: '/r',
  report: '/r/report.html',
}

const inActivity = (cause: Error) =>
  new ActivityFailure('activity failed', 'resolveSource', '1', 'MAXIMUM_ATTEMPTS_REACHED', 'worker', cause)

describe('endingOfFailure', () => {
  it('finds the reason under the wrappers of an activity', () => {
    const refused = ApplicationFailure.nonRetryable('no such pull request', 'InvalidInput')

    expect(endingOfFailure(inActivity(refused))).toEqual({ kind: 'refused', problem: 'no such pull request' })
  })

  it('takes the outcome of a failed build from its details', () => {
    const failed = ApplicationFailure.create({
      message: 'did not build',
      type: 'BuildFailed',
      details: [outcome],
    })

    expect(endingOfFailure(failed)).toEqual({ kind: 'build-failed', problem: 'did not build', outcome })
  })

  it.each<[Error | undefined, Ending['kind']]>([
    [new CancelledFailure('cancelled'), 'cancelled'],
    [inActivity(new CancelledFailure('cancelled')), 'cancelled'],
    [new TerminatedFailure('terminated'), 'failed'],
    [new TimeoutFailure('late', undefined, 'START_TO_CLOSE'), 'failed'],
    [ApplicationFailure.create({ message: 'lost', type: 'Infrastructure' }), 'failed'],
    [undefined, 'failed'],
  ])('of %s is %s', (failure, kind) => {
    expect(endingOfFailure(failure).kind).toBe(kind)
  })
})

describe('describeEnding', () => {
  it.each<[Ending, string]>([
    [{ kind: 'cancelled' }, 'Cancelled'],
    [{ kind: 'failed', problem: 'the disk is full' }, 'The comparison failed: the disk is full'],
  ])('of %j is a sentence', (ending, expected) => {
    expect(describeEnding(ending)).toBe(expected)
  })
})

describe('exitCodeOf', () => {
  it.each<[string, Partial<Outcome> | undefined, Ending['kind'], FailOn, number]>([
    ['no regression', {}, 'finished', 'incomplete', 0],
    ['a regression that nobody asked about', { verdict: 'regression' }, 'finished', 'incomplete', 0],
    ['a regression', { verdict: 'regression' }, 'finished', 'regression', 3],
    [
      'a regression in an incomplete result',
      { verdict: 'regression', complete: false },
      'finished',
      'regression',
      3,
    ],
    ['an incomplete result', { complete: false }, 'finished', 'incomplete', 4],
    ['an incomplete result without a regression', { complete: false }, 'finished', 'regression', 4],
    ['a failed build', undefined, 'build-failed', 'incomplete', 4],
    ['a failed build, whatever it is', undefined, 'build-failed', 'never', 0],
    ['an incomplete result, whatever it is', { complete: false }, 'finished', 'never', 0],
    ['a cancelled one', undefined, 'cancelled', 'never', 130],
    ['a refused one', undefined, 'refused', 'never', 2],
    ['a failed one', undefined, 'failed', 'never', 1],
  ])('of %s', (_, changes, kind, failOn, expected) => {
    const ending: Ending = { kind, ...(changes && { outcome: { ...outcome, ...changes } }) }

    expect(exitCodeOf(ending, failOn)).toBe(expected)
  })
})
