import { describe, expect, it } from 'vitest'
import { demoPlan, demoRecord, withLaunches } from '../../../test/fixtures/record.js'
import type { RunRecord } from '../../run/record.js'
import { outcomeOf } from '../outcome.js'
import { viewOf } from './report-view.js'
import { renderReport } from '../render-report.fixture.js'

/** A finished run of two whole stages, of which a person cancelled one after its third pair. */
function cutRecord(): RunRecord {
  const record = withLaunches(demoRecord({ pairs: 3 }), (launch) => ({
    ...launch,
    cases: launch.cases.filter(({ values }) => values !== null),
  }))
  const stages = record.plan.stages.map((stage) => {
    return { ...stage, cases: stage.cases.filter(({ name }) => !name.includes('BS=256')) }
  })
  return {
    ...record,
    plan: { ...record.plan, stages },
    ending: 'finished',
    endings: [
      { name: 'grok/offline', state: 'cancelled', reason: { kind: 'stopped-by-person', how: 'cancelled' } },
      { name: 'deepseek/offline', state: 'measured' },
    ],
  }
}

describe('a stage that a person ended before its time', () => {
  it('makes the comparison incomplete, and is named with the pairs that it has', () => {
    const record = cutRecord()

    const { complete, lines } = outcomeOf(record, viewOf(record), 'finished', '/run')
    const { markdown, html } = renderReport(record)

    expect(complete).toBe(false)
    expect(lines[0]).toMatch(/^grok\/offline .*, incomplete .* cancelled after 3 pairs$/)
    expect(lines[1]).not.toContain('cancelled')
    expect(markdown.split('\n')[2]).toContain('; some results are missing')
    expect(markdown.split('\n')[2]).toContain('grok/offline cut short: cancelled after 3 pairs')
    expect(markdown).toMatch(/\n\| grok\/offline \| [a-z ]+, incomplete/)
    expect(html).toContain('cut short</span>: cancelled after 3 pairs')
  })

  it('is complete once it was measured', () => {
    const record = cutRecord()
    const endings = record.endings.map(({ name }) => ({ name, state: 'measured' as const }))

    const { complete } = outcomeOf(record, viewOf({ ...record, endings }), 'finished', '/run')

    expect(complete).toBe(true)
  })
})

describe('a comparison cancelled after one pair', () => {
  const cancelled = (looks: number[]) =>
    renderReport({ ...demoRecord({ plan: demoPlan({ looks }), pairs: 1, decode: 0.8 }), ending: 'cancelled' })

  it('of several planned marks nothing, and says that one pair proves nothing, with its change', () => {
    const { markdown, lines } = cancelled([3, 4, 5, 6, 8, 10])

    const proves = 'only one pair was measured: too few for a verdict'
    expect(markdown.split('\n')[2]).toMatch(
      /^\*\*The comparison was cancelled \(only one pair was measured: too few for a verdict\)\*\*: .* Median Decode Latency \d+\.\d % slower/,
    )
    expect(markdown.split(proves)).toHaveLength(2)
    expect(markdown).not.toContain('regression')
    expect(markdown).not.toContain('🟢')
    expect(lines[1]).toMatch(/^deepseek\/offline {3}undecided .*decode \d+\.\d % slower /)
    expect(lines[1]).toContain(`   ${proves}`)
  })

  it('that was all that was planned marks by the historical rule, and says "single run" wherever it does', () => {
    const { markdown, lines } = cancelled([1])

    expect(markdown.split('\n')[2]).toMatch(
      /^\*\*The comparison was cancelled \(single run: no significance test\)\*\*: .*regression in .*Median Decode Latency \d+\.\d % slower/,
    )
    expect(lines[1]).toMatch(/^deepseek\/offline {3}regression .* {3}single run: no significance test$/)
  })
})
