import { describe, expect, it } from 'vitest'
import { demoPlan, demoRecord } from '../../test/fixtures/record.js'
import type { Acknowledgement } from '../comparison/acknowledgement.js'
import { gatedResult } from '../comparison/gate.js'
import { outcomeOf } from './outcome.js'
import { viewOf } from './view/report-view.js'

const names = ['grok/offline', 'deepseek/offline']
const metrics = ['e2e_throughput', 'decode_latency']

function ended(acknowledgements: Acknowledgement[]) {
  const { request, ...plan } = demoPlan()
  const record = {
    ...demoRecord({ plan: { ...plan, request: { ...request, acknowledgements } }, decode: 0.8 }),
    ending: 'finished' as const,
  }
  const view = viewOf(record)
  return { view, outcome: outcomeOf(record, view, 'finished', '/data/run') }
}

const all = (bound: number, until = '2026-12-31') =>
  names.flatMap((stage) =>
    metrics.map((metric): Acknowledgement => ({ stage, metric, bound, who: 'ann', why: 'see @team', until })),
  )

describe('a run whose regressions are all acknowledged', () => {
  it('passes the gate, and shows them even so', () => {
    const { view, outcome } = ended(all(0.5))

    expect(outcome).toMatchObject({ verdict: 'regression', acknowledged: true })
    expect(gatedResult(outcome).isRegression).toBe(false)
    expect(view.notes[0]).toMatch(
      /^Acknowledged: grok\/offline .* slower, at most 50.0 % until 2026-12-31, by ann: see @team$/,
    )
    expect(outcome.lines.filter((line) => line.startsWith('Acknowledged: '))).toHaveLength(4)
  })

  it.each([
    ['one of them is not', all(0.5).slice(1), /^Acknowledged/],
    ['one is worse than that', [...all(0.5).slice(1), ...all(0.01).slice(0, 1)], /it is worse than 1.0 %/],
    [
      'one is over',
      [...all(0.5).slice(1), ...all(0.5, '2026-11-01').slice(0, 1)],
      /that ended on 2026-11-01/,
    ],
  ])('fails where %s', (_, acknowledgements, sentence) => {
    const { outcome } = ended(acknowledgements)

    expect(gatedResult(outcome).isRegression).toBe(true)
    expect(outcome.lines).toContainEqual(expect.stringMatching(sentence))
  })
})
