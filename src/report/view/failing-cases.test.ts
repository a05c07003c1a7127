import { describe, expect, it } from 'vitest'
import { demoRecord, withLaunches } from '../../../test/fixtures/record.js'
import type { Arm } from '../../comparison/arm.js'
import type { RunRecord } from '../../run/record.js'
import { samplesOf } from '../../run/samples.js'
import { renderReport } from '../render-report.fixture.js'
import { reasonWords } from '../words/launch-reasons.js'

const failing = 'TP=8, BS=32, IL=1024, OL=128'

/**
 * A finished run of grok and deepseek in which a case of grok runs out of memory in these arms, in these
 * pairs.
 */
function recordOf(arms: readonly Arm[], pairs: readonly number[] = [1, 2, 3, 4]): RunRecord {
  const record = withLaunches(demoRecord({ decode: 1, prefill: 1 }), (launch, { stage, pair }) => ({
    ...launch,
    cases: launch.cases
      .filter((result) => !result.case.includes('BS=256'))
      .map((result) =>
        stage === 'grok/offline' &&
        result.case === failing &&
        arms.includes(launch.arm) &&
        pairs.includes(pair)
          ? { ...result, values: null, reason: { kind: 'out-of-memory' as const } }
          : result,
      ),
  }))
  const stages = record.plan.stages.map((stage) => {
    return { ...stage, cases: stage.cases.filter(({ name }) => !name.includes('BS=256')) }
  })
  return { ...record, plan: { ...record.plan, stages }, ending: 'finished' }
}

describe('a case that fails', () => {
  it('in both arms is none of the pull request’s doing', () => {
    const { markdown, html, lines } = renderReport(recordOf(['main', 'pr']))

    const said = `fails in both arms, so the pull request did not cause it: ${failing} (out of memory)`
    expect(markdown.split('\n')[2]).toContain(`grok/offline ${said}`)
    expect(markdown.split('\n')[2]).not.toContain('🔴')
    expect(markdown).toContain(
      `| ${failing} | all | missing: out of memory | missing: out of memory | fails in both arms |`,
    )
    expect(html).toContain(
      'fails in both arms, so the pull request did not cause it</span>: TP=8, BS=32, IL=1024, OL=128 (out of memory)',
    )
    expect(lines[0]).toContain(said)
  })

  it('only in the PR is told first, as bad as a regression', () => {
    const { markdown, html, lines } = renderReport(recordOf(['pr']))

    const said = `fails only with the pull request: ${failing} (out of memory)`
    expect(markdown.split('\n')[2]).toMatch(/^\*\*Cases fail only with the pull request\*\* 🔴: /)
    expect(markdown.split('\n')[2]).toContain(`grok/offline ${said}`)
    expect(markdown).toMatch(/\n\| grok\/offline \| missing in part, fails only with the pull request 🔴 \|/)
    expect(markdown).toMatch(
      /\| TP=8, BS=32, IL=1024, OL=128 \| E2E Throughput \| \d+\.\d\d \| missing: out of memory \| \*\*fails only in the PR\*\* 🔴 \|/,
    )
    expect(html).toContain('<div class="headline worse">')
    expect(html).toContain('<span class="worse">fails only with the pull request</span>: TP=8, BS=32')
    expect(lines[0]).toContain(said)
  })

  it('only in main is not held against the PR', () => {
    const { markdown, lines } = renderReport(recordOf(['main']))

    const said = `fails only in main, without the pull request: ${failing} (out of memory)`
    expect(markdown.split('\n')[2]).toMatch(/^\*\*Some results are missing\*\*: /)
    expect(markdown.split('\n')[2]).toContain(`grok/offline ${said}`)
    expect(markdown).toMatch(/\| missing: out of memory \| \d+\.\d\d \| fails only in main \|/)
    expect(lines[0]).toContain(said)
  })

  it.each<[Arm[], string]>([
    [['pr'], 'fails only with the pull request, in 2 of 4 launches: out of memory.'],
    [['main'], 'fails only without the pull request, in main, in 2 of 4 launches: out of memory.'],
    [['main', 'pr'], 'fails now and then in both arms (launches: pr 2 of 4, main 2 of 4): out of memory.'],
  ])('now and then in %j is told with its launches', (arms, said) => {
    const { markdown } = renderReport(recordOf(arms, [2, 3]))

    expect(markdown).toContain(`\n- ${failing} ${said}\n`)
  })

  it('stays in the samples and in the folded table, attempt by attempt', () => {
    const record = recordOf(['pr'], [2])
    const [first, ...rest] = record.pairs
    if (first === undefined) throw new Error('the fixture has no pair')
    const voided = first.launches.map((launch) => ({
      ...launch,
      voidReason: { kind: 'text' as const, text: 'the host was busy' },
    }))
    const again = {
      ...record,
      pairs: [{ ...first, launches: voided }, { ...first, attempt: 2 }, ...rest],
    }

    const samples = samplesOf(again, reasonWords).filter(
      ({ case: name, metric }) => name === failing && metric === 'e2e_latency',
    )
    const { markdown } = renderReport(again)

    expect(
      samples.filter(({ pair }) => pair === 1).map(({ attempt, valid, reason }) => [attempt, valid, reason]),
    ).toEqual([
      [1, false, 'the host was busy'],
      [1, false, 'the host was busy'],
      [2, true, ''],
      [2, true, ''],
    ])
    expect(samples.find(({ pair, arm }) => pair === 2 && arm === 'pr')).toMatchObject({
      value: null,
      reason: 'out of memory',
    })
    expect(markdown).toMatch(
      /\| TP=8, BS=32, IL=1024, OL=128 \| E2E Latency \| \d\S* → \d\S* \| \d\S* → \d\S* \| \d\S* → missing \| \d/,
    )
  })
})
