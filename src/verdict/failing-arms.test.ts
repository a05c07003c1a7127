import { describe, expect, it } from 'vitest'
import type { Arm } from '../comparison/arm.js'
import { judge } from './judge.js'
import { makeSamples } from './make-samples.fixture.js'

/** A sound stage of which one case gives nothing in some arms; a reason of '' is none. */
function judgedReasons(failing: Partial<Record<Arm, string>>): string[] {
  const samples = makeSamples({ pairs: 4 }).map((sample) => {
    const reason = sample.case === 'BS=16' ? failing[sample.arm] : undefined
    return reason === undefined ? sample : { ...sample, value: null, valid: false, reason }
  })
  const cells = judge(samples).stages[0]?.cells.filter((cell) => cell.case === 'BS=16') ?? []
  return [...new Set(cells.map(({ verdict, reason }) => `${verdict}: ${reason}`))]
}

describe('a case that fails', () => {
  it.each([
    [
      { main: 'out of memory', pr: 'out of memory' },
      'fails in both arms, so the pull request did not cause it: out of memory',
    ],
    [
      { main: 'out of memory', pr: 'crashed' },
      'fails in both arms, so the pull request did not cause it: main: out of memory; pr: crashed',
    ],
    [{ pr: 'out of memory' }, 'fails only with the pull request: out of memory'],
    [{ main: 'out of memory' }, 'fails only without the pull request, in main: out of memory'],
  ])('in %j is judged to say whose doing it is', (failing, words) => {
    const found = judgedReasons(failing)

    expect(found).toEqual([`missing: ${words}`])
  })

  it('of which the samples do not say why blames no arm', () => {
    const found = judgedReasons({ pr: '' })

    expect(found).toEqual(['missing: pr: no valid value'])
  })

  it('keeps its own reason when a later launch is void for another', () => {
    const samples = makeSamples({ pairs: 4 }).map((sample) => {
      if (sample.pair === 4) return { ...sample, valid: false, reason: 'the host was busy' }
      return sample.case === 'BS=16' && sample.arm === 'pr'
        ? { ...sample, value: null, valid: false, reason: 'out of memory' }
        : sample
    })

    const { stages } = judge(samples)

    const reasons = stages[0]?.cells.flatMap(({ reason }) => (reason === '' ? [] : [reason])) ?? []
    expect([...new Set(reasons)]).toEqual(['fails only with the pull request: out of memory'])
  })
})
