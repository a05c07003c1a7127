import { describe, expect, it } from 'vitest'
import type { Arm } from '../comparison/arm.js'
import { judge } from './judge.js'
import { makeSamples } from './make-samples.fixture.js'

/** Why the cells of a case that gives nothing in some arms are missing; a reason of '' is none. */
function judgedReasons(failing: Partial<Record<Arm, string>>): unknown {
  const samples = makeSamples({ pairs: 4 }).map((sample) => {
    const reason = sample.case === 'BS=16' ? failing[sample.arm] : undefined
    return reason === undefined ? sample : { ...sample, value: null, valid: false, reason }
  })
  return judge(samples).stages[0]?.cells.find((cell) => cell.case === 'BS=16')
}

describe('a case that fails', () => {
  it.each([
    { main: 'out of memory', pr: 'out of memory' },
    { main: 'out of memory', pr: 'crashed' },
    { pr: 'out of memory' },
    { main: 'out of memory' },
  ])('is missing with the reasons of its arms: %j', (reasons) => {
    const found = judgedReasons(reasons)

    expect(found).toMatchObject({ verdict: 'missing', reason: { kind: 'no-value', reasons } })
  })

  it('of which the samples do not say why blames no arm', () => {
    const found = judgedReasons({ pr: '' })

    expect(found).toMatchObject({ reason: { kind: 'no-value', reasons: { pr: null } } })
  })

  it('keeps its own reason when a later launch is void for another', () => {
    const samples = makeSamples({ pairs: 4 }).map((sample) => {
      if (sample.pair === 4) return { ...sample, valid: false, reason: 'the host was busy' }
      return sample.case === 'BS=16' && sample.arm === 'pr'
        ? { ...sample, value: null, valid: false, reason: 'out of memory' }
        : sample
    })

    const { stages } = judge(samples)

    const reasons = stages[0]?.cells.flatMap(({ reason }) => (reason === null ? [] : [reason])) ?? []
    expect(reasons.length).toBeGreaterThan(0)
    for (const reason of reasons)
      expect(reason).toEqual({ kind: 'no-value', reasons: { pr: 'out of memory' } })
  })
})
