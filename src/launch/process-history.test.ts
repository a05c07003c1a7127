import { describe, expect, it } from 'vitest'
import type { OfflineCase } from '../engines/sglang/offline-cases.js'
import type { ProcessRecord } from '../comparison/launch.js'
import { casesGivenUp, unfinishedCases } from './process-history.js'

function offlineCase(name: string): OfflineCase {
  return { name, tensorParallel: 1, batchSize: 1, inputLength: 1, outputLength: 1, flags: [] }
}

const cases = [offlineCase('a'), offlineCase('b'), offlineCase('c')]

function ended(ending: ProcessRecord['ending'], culprit: string | null, exitCode = 1): ProcessRecord {
  return {
    process: 0,
    container: 'prbench-x',
    cases: ['a', 'b', 'c'],
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:01:00.000Z',
    exitCode,
    ending,
    culprit,
    logTail: [],
  }
}

describe('casesGivenUp', () => {
  it('tries a case once more after its process died in it', () => {
    expect(casesGivenUp(cases, [ended('died', 'b')])).toEqual([])
  })

  it('gives a case up whose process died in it twice, and only that one', () => {
    const givenUp = casesGivenUp(cases, [ended('died', 'b', 139), ended('died', 'b', 139)])

    expect(givenUp).toEqual([
      {
        case: 'b',
        values: null,
        reason: { kind: 'process-died', times: 2, begun: true, exitCode: 139 },
        repeats: [],
      },
    ])
  })

  it('gives a case up at once for lack of memory', () => {
    const givenUp = casesGivenUp(cases, [ended('out-of-memory', 'c', 0)])

    expect(givenUp.map((entry) => [entry.case, entry.reason])).toEqual([['c', { kind: 'out-of-memory' }]])
  })

  it('blames all cases of a process that died twice before its first one', () => {
    const givenUp = casesGivenUp(cases, [ended('died', null), ended('died', null)])

    expect(givenUp.map((entry) => entry.case)).toEqual(['a', 'b', 'c'])
    expect(givenUp[0]?.reason).toMatchObject({ kind: 'process-died', begun: false })
  })

  it('blames nobody for what the host did', () => {
    const losses = Array.from({ length: 4 }, () => [ended('lost', 'a'), ended('killed', 'a')]).flat()

    expect(casesGivenUp(cases, losses)).toEqual([])
  })

  it('tells a deadline from a crash', () => {
    const givenUp = casesGivenUp(cases, [ended('deadline', 'a'), ended('deadline', 'a')])

    expect(givenUp[0]?.reason).toEqual({ kind: 'process-deadline', times: 2, begun: true })
  })
})

describe('unfinishedCases', () => {
  it('leaves out what has a result, be it a number or a reason', () => {
    const finished = new Map([
      ['a', { case: 'a', values: null, reason: { kind: 'out-of-memory' as const }, repeats: [] }],
    ])

    expect(unfinishedCases(cases, finished).map((entry) => entry.name)).toEqual(['b', 'c'])
  })
})
