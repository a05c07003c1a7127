import { describe, expect, it } from 'vitest'
import { closedRuns, type KnownRun } from './known-runs.js'

const known = (runId: string, state: string, goesOn = false): KnownRun => ({ runId, state, goesOn })

describe('closedRuns', () => {
  it('takes those that are known to be closed, each once', () => {
    const states = ['COMPLETED', 'FAILED', 'CANCELLED', 'TERMINATED', 'TIMED_OUT']

    const closed = closedRuns(
      [...states, ...states],
      states.map((state) => known(state, state)),
    )

    expect(closed).toEqual(states)
  })

  it.each<[string, KnownRun[]]>([
    ['the server does not know', []],
    ['is open', [known('run', 'RUNNING')]],
    ['is in a state that nobody has heard of', [known('run', 'UNKNOWN')]],
    ['was reset, and goes on as another run', [known('run', 'TERMINATED', true)]],
  ])('leaves a run alone that %s', (_, runs) => {
    expect(closedRuns(['run'], [...runs, known('other', 'COMPLETED')])).toEqual([])
  })
})
