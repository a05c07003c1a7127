import { describe, expect, it } from 'vitest'
import type { ComparisonStatus, StageStatus } from '../../comparison/status.js'
import { closedBy, closeStatus } from './closed.js'
import { renderTree } from './tree.js'

const at = new Date('2026-01-01T00:01:00Z')
const startedAt = '2026-01-01T00:00:00Z'
const place = { comparison: 'compare/o/r/7', runDirectory: '/r' }
const byAPerson = { kind: 'failed', problem: 'it was terminated by a person' } as const

const stage = (state: StageStatus['state'], change: Partial<StageStatus> = {}): StageStatus => ({
  ...{
    name: `${state}/offline`,
    state,
    host: 'mi300x-1',
    cases: 1,
    pairsDone: 1,
    pairsPlanned: 4,
    pairsAtMost: 10,
  },
  ...{ generation: 1, expectedPairSeconds: 60 },
  ...change,
})

const status: ComparisonStatus = {
  comparison: 'compare/o/r/7',
  phase: 'measuring',
  runDirectory: '/r',
  images: [],
  stages: [
    stage('running', { startedAt, pair: 2, waitsFor: 'its turn' }),
    stage('waiting'),
    stage('measured'),
  ],
  deadline: '2026-01-02T00:00:00Z',
}

describe('closedBy', () => {
  it('says of a terminated comparison what it is and what to do next', () => {
    const { state, sentence } = closedBy('TERMINATED', at, byAPerson, place)

    expect(state).toBe('terminated')
    expect(sentence).toBe(
      'The comparison failed: it was terminated by a person. It could not clean up: run prbench doctor ' +
        '--fix on its hosts. Measure what is missing with prbench retry compare/o/r/7',
    )
  })

  it.each([
    ['TIMED_OUT', { kind: 'failed', problem: 'it ran out of time' }, 'timed out', 'prbench doctor --fix'],
    ['FAILED', { kind: 'failed', problem: 'boom' }, 'failed', 'failed: boom. Measure what is missing with'],
    [
      'FAILED',
      { kind: 'refused', problem: 'no such pull request' },
      'refused',
      'Refused: no such pull request',
    ],
    [
      'CANCELLED',
      { kind: 'cancelled' },
      'cancelled',
      'Cancelled. Measure what is missing with prbench retry',
    ],
  ] as const)('says of one that is %s: %o', (name, ending, state, words) => {
    const closed = closedBy(name, at, ending, place)

    expect(closed.state).toBe(state)
    expect(closed.sentence).toContain(words)
  })

  it('sends nobody to a retry where there is no run directory', () => {
    const { sentence } = closedBy('TERMINATED', at, byAPerson, { ...place, runDirectory: undefined })

    expect(sentence).toContain('Start it again with prbench compare')
    expect(sentence).not.toContain('retry')
  })
})

describe('closeStatus', () => {
  it('leaves no stage of a terminated comparison running, and keeps what has ended', () => {
    const closed = closedBy('TERMINATED', at, byAPerson, place)

    const lines = renderTree(
      {
        comparison: status.comparison,
        startedAt: new Date(startedAt),
        pairs: {},
        troubles: {},
        closed,
        status: closeStatus(status, closed),
      },
      new Date('2026-01-05T00:00:00Z'),
    ).map(({ text }) => text)

    expect(lines.slice(0, -1)).toEqual([
      'compare/o/r/7  terminated  1m',
      'stages',
      '  x running/offline on mi300x-1  cancelled, 1 of 4 pairs, 1m',
      '      interrupted: the comparison was terminated',
      '  x waiting/offline on mi300x-1  cancelled, 1 of 4 pairs',
      '      not started: the comparison was terminated',
      '  + measured/offline on mi300x-1  measured, 1 of 4 pairs',
    ])
    expect(lines.at(-1)).toContain('terminated by a person')
  })

  it('changes nothing of one that has finished', () => {
    const finished = closedBy('COMPLETED', at, { kind: 'finished' }, place)

    expect(closeStatus(status, finished)).toEqual(status)
  })
})
