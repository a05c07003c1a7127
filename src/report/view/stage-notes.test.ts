import { describe, expect, it } from 'vitest'
import { demoPlan, demoRecord, withLaunches } from '../../../test/fixtures/record.js'
import { judge } from '../../verdict/judge.js'
import { makeSamples } from '../../verdict/make-samples.fixture.js'
import type { Arm } from '../../comparison/arm.js'
import type { CaseResult } from '../../comparison/launch.js'
import type { RunRecord } from '../../run/record.js'
import { judgementText } from '../terminal/judgement.js'
import { metricItself } from '../words/names.js'
import { judgementView } from './judgement-view.js'
import { renderReport } from '../render-report.fixture.js'

const quiet = (pairs: number, looks = [pairs]): RunRecord => ({
  ...demoRecord({ plan: demoPlan({ looks }), pairs, decode: 1, noise: 0.002 }),
  ending: 'finished',
})

/** The record with the Grok cases of that arm's launches in these pairs changed. */
function withCases(
  record: RunRecord,
  arm: Arm,
  pairs: readonly number[],
  change: (result: CaseResult) => CaseResult,
): RunRecord {
  return withLaunches(record, (launch, pair) =>
    launch.arm === arm && pairs.includes(pair.pair) && pair.stage === 'grok/offline'
      ? { ...launch, cases: launch.cases.map(change) }
      : launch,
  )
}

const slow = (result: CaseResult): CaseResult => ({
  ...result,
  values:
    result.values === null
      ? null
      : Object.fromEntries(
          Object.entries(result.values).map(([metric, value]) => [
            metric,
            metric.endsWith('throughput') ? value / 1.6 : value * 1.6,
          ]),
        ),
})
const failed = (result: CaseResult): CaseResult => ({
  ...result,
  values: null,
  reason: { kind: 'text', text: 'crashed' },
})

describe('a run report says of a stage', () => {
  it('which launches were disturbed, and how many of both arms in its line', () => {
    const { markdown, lines } = renderReport(withCases(quiet(5, [4]), 'main', [2], slow))

    expect(markdown).toContain('main was disturbed (slower than its other launches) in pair 2; not judged')
    expect(lines[0]).toContain('   disturbed: pr 0 of 5, main 1 of 5')
  })

  it('that one pair is left of several, and never that nothing lies beyond the threshold', () => {
    const record = withCases(withCases(quiet(3, [4]), 'main', [1], slow), 'pr', [2], slow)

    const { markdown, lines } = renderReport(record)

    expect(lines[0]).toContain('   disturbed: pr 1 of 3, main 1 of 3')
    expect(markdown).toContain('Disturbed launches: pr 1 of 3, main 1 of 3.')
    expect(markdown).toContain('only one of 3 pairs is valid: too few for a verdict')
    expect(markdown).not.toContain('single run')
    expect(markdown.split('\n')[2]).not.toContain('nothing beyond')
  })

  it('that cases have fewer values than there are pairs', () => {
    const record = withCases(quiet(4), 'pr', [3], (result) =>
      result.case.includes('BS=8,') ? failed(result) : result,
    )

    const { markdown } = renderReport(record)

    expect(markdown).toMatch(
      /grok\/offline, E2E Throughput, [^:]*Prefill Latency[^:]*: 1 of 5 cases \(.*BS=8,.*\) have fewer values than the 4 valid pairs/,
    )
  })

  it('why none of its pairs could be judged, with the disturbed launches', () => {
    const { markdown } = renderReport(withCases(quiet(4), 'pr', [1, 2, 3, 4], failed))

    expect(markdown).toContain(
      'None of 4 pairs could be judged; stopped: main and pr never both gave a value.',
    )
    expect(markdown).toContain('Disturbed launches: pr 0 of 0, main 0 of 0.')
  })

  it('what stands against "no change", and no number of pairs that would settle it', () => {
    const { markdown } = renderReport(withCases(quiet(12, [10]), 'pr', [3, 8], slow))

    expect(markdown).toMatch(/undecided[^|]*; launches of pr are disturbed more often/)
    expect(markdown).not.toMatch(/would settle it/)
  })

  it('how loud its pairs are where it has a single case', () => {
    const { markdown } = renderReport(quiet(4))

    expect(markdown).toMatch(
      /\n\| deepseek\/offline \| E2E Throughput \| - \| - \| \d\.\d+ % \| \d+\.\d+ % \| ±5 % \|\n/,
    )
  })

  it('nothing of a calibration that a single pair cannot use', () => {
    const prior = {
      model: 'grok',
      benchmarkType: 'offline',
      metric: 'prefill_latency',
      variance: 1e-4,
      df: 9,
    }
    const calibration = [{ ...prior, agreesOverDays: false, host: 'mi300x-01', days: ['2026-11-23'] }]
    const record = quiet(1)

    const { markdown } = renderReport({ ...record, plan: { ...record.plan, calibration } })

    expect(markdown).not.toContain('Calibrated with')
  })
})

it('a verdict of samples says what stands against "no change", and no number of pairs', () => {
  const samples = makeSamples({
    pairs: 12,
    slower: (arm, pair) => (arm === 'pr' && [3, 8].includes(pair) ? 0.6 : 0),
  })

  const text = judgementText(judgementView(judge(samples), metricItself))

  expect(text).toContain('launches of pr are disturbed more often')
  expect(text).not.toContain('pairs would')
})
