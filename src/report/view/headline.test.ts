import { describe, expect, it } from 'vitest'
import { demoPlan, demoRecord, withLaunches } from '../../../test/fixtures/record.js'
import type { CaseResult } from '../../comparison/launch.js'
import type { RunRecord } from '../../run/record.js'
import { outcomeOf } from '../outcome.js'
import { verdictWords } from '../words/verdict.js'
import { viewOf } from './report-view.js'
import { renderReport } from '../render-report.fixture.js'

/** Grok alone, without the case that runs out of memory. */
function wholeRecord(options: { pairs: number; decode: number; noise?: number }): RunRecord {
  const plan = demoPlan({ looks: [options.pairs] })
  const stages = plan.stages.slice(0, 1).map((stage) => {
    if (stage.benchmarkType !== 'offline') throw new Error('the stage of the fixture is offline')
    return { ...stage, cases: stage.cases.filter(({ name }) => !name.includes('BS=256')) }
  })
  return { ...demoRecord({ ...options, plan: { ...plan, stages } }), ending: 'finished' }
}

/** The values of a case that takes longer by a factor. */
function slower(result: CaseResult, factor: number): CaseResult {
  const values = Object.entries(result.values ?? {}).map(([metric, value]): [string, number] => [
    metric,
    metric.endsWith('throughput') ? value / factor : value * factor,
  ])
  return { ...result, values: Object.fromEntries(values) }
}

function withSlowCase(record: RunRecord, name: string, factor: number): RunRecord {
  return withLaunches(record, (launch) =>
    launch.arm === 'main'
      ? launch
      : {
          ...launch,
          cases: launch.cases.map((result) => (result.case.includes(name) ? slower(result, factor) : result)),
        },
  )
}

describe('the headline', () => {
  it.each([1, 6])('of %i pairs names the case that alone makes it a regression', (pairs) => {
    const record = withSlowCase(wholeRecord({ pairs, decode: 1.3, noise: 0.002 }), 'BS=8,', 1.5)

    const { markdown, lines } = renderReport(record)

    expect(markdown.split('\n')[2]).toMatch(
      /^\*\*Regression[^*]*\*\* 🔴: grok\/offline regression in E2E Throughput at BS=8 \d+\.\d % slower, .*; grok\/offline [a-z ]+ in .*Median Decode Latency \d+\.\d % faster/,
    )
    expect(lines[0]).toMatch(
      /^grok\/offline {3}regression {3}E2E .*; regression BS=8 \d+\.\d % slower {3}prefill/,
    )
    expect(lines[0]).toMatch(/decode \d+\.\d % faster/)
  })

  it.each([
    ['Undecided', 'unresolved', { pairs: 4, decode: 1.5, noise: 0.05 }],
    ['Improvement', 'improvement', { pairs: 6, decode: 1.3, noise: 0.002 }],
    ['Regression', 'regression', { pairs: 6, decode: 0.8, noise: 0.002 }],
    ['No change beyond ±5 %', 'no-change', { pairs: 8, decode: 1, noise: 0.001 }],
    [
      'Undecided; nothing beyond ±5 % (single run: no significance test)',
      'unresolved',
      { pairs: 1, decode: 1, noise: 0.001 },
    ],
  ] as const)(
    'says "%s" where the outcome says %s, and so does the terminal',
    (opening, verdict, options) => {
      const record = wholeRecord(options)
      const view = viewOf(record)

      const outcome = outcomeOf(record, view, 'finished', '/run')

      expect(view.headline.opening).toBe(opening)
      expect(outcome.verdict).toBe(verdict)
      expect(outcome.lines[0]).toMatch(new RegExp(`^grok/offline {3}${verdictWords(verdict)}`))
    },
  )

  it('tells an improvement beside what is unresolved', () => {
    const { markdown, lines } = renderReport(wholeRecord({ pairs: 4, decode: 1.5, noise: 0.05 }))

    expect(markdown.split('\n')[2]).toMatch(
      /^\*\*Undecided\*\* ⚪: grok\/offline improvement in .*Median Decode Latency \d+\.\d % faster \S+ \S+; grok\/offline undecided in Prefill Latency/,
    )
    expect(lines[0]).toMatch(
      /^grok\/offline {3}undecided {3}.*decode \d+\.\d % faster \[[^\]]*\] improvement/,
    )
  })
})
