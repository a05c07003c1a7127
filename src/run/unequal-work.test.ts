import { describe, expect, it } from 'vitest'
import { demoRecord } from '../../test/fixtures/record.js'
import type { Work } from '../comparison/work.js'
import { judgeRun } from './judge-run.js'
import type { RunRecord } from './record.js'
import { unequalWork } from './unequal-work.js'

/** A record of Grok's cases, in which each launch of a pair did that. */
function recordOf(pairs: number, workOf: (pair: number, arm: 'main' | 'pr') => Work): RunRecord {
  const record = demoRecord({ pairs })
  return {
    ...record,
    pairs: record.pairs.map((pair) => ({
      ...pair,
      launches: pair.launches.map((launch) => ({
        ...launch,
        cases: launch.cases.map((one) => ({ ...one, work: workOf(pair.pair, launch.arm) })),
      })),
    })),
  }
}

const kindsIn = (record: RunRecord) =>
  new Set(unequalWork(record).map((found) => 'what' in found && found.what))

describe('unequal work', () => {
  it('is found where every pair differs by the same', () => {
    const record = recordOf(3, (_, arm) => ({ requests: 300, 'output-tokens': arm === 'pr' ? 990 : 1000 }))

    const { findings } = judgeRun(record, ({ kind }) => kind)

    const [found] = findings.filter(({ kind }) => kind === 'unequal-work')
    expect(found).toMatchObject({ what: 'output-tokens', main: 1000, pr: 990, pairs: 3, p: 0 })
  })

  it('is found beyond the chance of launches that vary, of every kind', () => {
    const record = recordOf(6, (pair, arm) => ({
      'accept-length': 3 + (pair % 3) / 100 - (arm === 'pr' ? 0.2 + (pair % 2) / 100 : 0),
      'cached-prompt-tokens': (pair % 4) + (arm === 'pr' ? 50 : 0),
    }))

    expect(kindsIn(record)).toEqual(new Set(['accept-length', 'cached-prompt-tokens']))
  })

  it.each([
    ['equal', 4, () => ({ requests: 40, 'output-tokens': 5120, 'cached-prompt-tokens': 0 })],
    ['not told', 4, () => ({})],
    ['within chance', 4, (pair: number, arm: string) => ({ requests: 40 + ((pair + arm.length) % 3) })],
    ['of too few pairs', 2, (_: number, arm: string) => ({ requests: arm.length })],
  ])('is not found where it is %s', (_, pairs, workOf) => {
    expect(unequalWork(recordOf(pairs, workOf))).toEqual([])
  })
})
