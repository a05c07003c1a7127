import { describe, expect, it } from 'vitest'
import { expectedEnd } from './expected-end.js'
import type { ComparisonStatus, StageStatus } from './status.js'

const now = new Date('2026-01-01T00:00:00Z')
const stage: StageStatus = {
  name: 'grok/offline',
  state: 'running',
  host: 'a',
  cases: 1,
  pairsDone: 1,
  pairsPlanned: 4,
  pairsAtMost: 10,
  generation: 1,
  expectedPairSeconds: 60,
}
const statusWith = (...stages: StageStatus[]): ComparisonStatus => ({
  comparison: 'c',
  phase: 'measuring',
  images: [],
  stages,
})
const seconds = (end: Date | undefined) =>
  end === undefined ? undefined : (end.getTime() - now.getTime()) / 1000

describe('expectedEnd', () => {
  it('trusts the plan until a pair is measured, then what pairs took', () => {
    expect(seconds(expectedEnd(statusWith(stage), undefined, now))).toBe(180)
    expect(seconds(expectedEnd(statusWith({ ...stage, measuredPairSeconds: 10 }), undefined, now))).toBe(30)
  })

  it('counts the pair in progress down, to nothing at most', () => {
    const since = (secondsAgo: number) => new Date(now.getTime() - 1000 * secondsAgo).toISOString()
    const left = (secondsAgo: number) =>
      seconds(expectedEnd(statusWith({ ...stage, pairStartedAt: since(secondsAgo) }), undefined, now))

    expect([0, 25, 60, 600].map(left)).toEqual([180, 155, 120, 120])
  })

  it('adds the stages of a host, and takes the slowest host', () => {
    const status = statusWith(stage, { ...stage, name: 'b' }, { ...stage, name: 'c', host: 'b' })

    expect(seconds(expectedEnd(status, undefined, now))).toBe(360)
  })

  it('counts for a stage as many pairs of the others on its host as it has itself', () => {
    const short = { ...stage, pairsPlanned: 2 }
    const status = statusWith(short, { ...stage, name: 'b' })

    expect(seconds(expectedEnd(status, short, now))).toBe(120)
  })

  it('counts down what another stage of the host is measuring, so that no stage ends after its comparison', () => {
    const other = { ...stage, name: 'b', pairStartedAt: new Date(now.getTime() - 25_000).toISOString() }
    const status = statusWith(stage, other)

    const ends = [expectedEnd(status, undefined, now), expectedEnd(status, stage, now)]

    expect(ends.map(seconds)).toEqual([335, 335])
  })

  it('says nothing while images are built, in a pause, and of what has ended', () => {
    const ended = { ...stage, state: 'measured' as const }

    expect(expectedEnd({ ...statusWith(stage), phase: 'building' }, undefined, now)).toBeUndefined()
    expect(expectedEnd({ ...statusWith(stage), pausedSince: now.toISOString() }, stage, now)).toBeUndefined()
    expect(expectedEnd(statusWith(ended), ended, now)).toBeUndefined()
  })
})
