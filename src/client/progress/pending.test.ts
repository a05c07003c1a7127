import { describe, expect, it } from 'vitest'
import { troubleOf } from './pending.js'

/** temporal.api.enums.v1.PendingActivityState */
const states = { scheduled: 1, started: 2, paused: 4, pauseRequested: 5 } as const

const activityType = { name: 'runPair' }

describe('troubleOf', () => {
  it('has none for an activity that runs', () => {
    expect(troubleOf({ activityType, state: states.started })).toBeUndefined()
  })

  it.each([states.paused, states.pauseRequested])(
    'says that a person paused it, also while it still stops its container (state %i)',
    (state) => {
      expect(troubleOf({ activityType, state })).toContain('runPair is paused. Unpause it')
    },
  )

  it('says that nobody took it up', () => {
    expect(troubleOf({ activityType, state: states.scheduled })).toBe('runPair is queued on its host')
  })

  it('says why the last attempt failed, and which one is next', () => {
    const lastFailure = { message: 'the Engine is away' }

    const trouble = troubleOf({ activityType, state: states.scheduled, attempt: 3, lastFailure })

    expect(trouble).toBe('the Engine is away (next: attempt 3)')
  })
})
