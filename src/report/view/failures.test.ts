import { describe, expect, it } from 'vitest'
import { demoRecord, withLaunches } from '../../../test/fixtures/record.js'
import type { LaunchResult, ProcessRecord } from '../../comparison/launch.js'
import { textReason } from '../../comparison/reason.js'
import type { RunRecord } from '../../run/record.js'
import { renderReport } from '../render-report.fixture.js'

const finished = (record: RunRecord): RunRecord => ({ ...record, ending: 'finished' })

describe('a report of what went wrong', () => {
  it('of a build that failed shows the reason and the tail of its log, and no table', () => {
    const problem = 'The image of pr did not build: step 9 gave 1\n#9 12.4 error: no such file\n```\n#9 ERROR'
    const record = demoRecord()

    const { markdown, html } = renderReport({
      ...record,
      pairs: [],
      images: [],
      ending: 'build-failed',
      problem: textReason(problem),
    })

    expect(markdown).toContain('**No comparison: an image did not build**')
    expect(markdown).toContain(
      '\n\nThe image of pr did not build: step 9 gave 1\n\n````text\n#9 12.4 error: no such file\n```\n#9 ERROR\n````\n',
    )
    expect(markdown).not.toContain('| Configuration |')
    expect(html).toContain('<pre tabindex="0">#9 12.4 error: no such file\n```\n#9 ERROR</pre>')
  })

  it('names a stage that failed as missing, with its reason, and keeps the others', () => {
    const record = demoRecord()
    const pairs = record.pairs.filter((pair) => pair.stage === 'grok/offline')
    const endings: RunRecord['endings'] = [
      { name: 'grok/offline', state: 'measured' },
      {
        name: 'deepseek/offline',
        state: 'failed',
        reason: textReason('no model on mi300x-01\nlooked in /models'),
      },
    ]

    const { markdown, lines } = renderReport(finished({ ...record, pairs, endings }))

    expect(markdown).toContain(
      '## deepseek/offline failed\n\nno model on mi300x-01\n\n```text\nlooked in /models\n```',
    )
    expect(markdown).toContain('| deepseek/offline | the whole stage | no model on mi300x-01 |')
    expect(markdown).not.toContain('### DeepSeek Offline Benchmark')
    expect(markdown).toContain('| TP=8, BS=1, IL=1024, OL=128 | E2E Throughput |')
    expect(lines[1]).toBe('deepseek/offline   missing           no model on mi300x-01')
  })

  it('keeps void attempts in sight, with the reason', () => {
    const record = demoRecord()
    const [first, ...rest] = record.pairs
    if (first === undefined) throw new Error('the fixture has no pair')
    const launches = first.launches.map((launch, index) =>
      index === 0 ? { ...launch, voidReason: { kind: 'text' as const, text: 'the host was busy' } } : launch,
    )

    const { markdown } = renderReport(
      finished({ ...record, pairs: [{ ...first, launches }, { ...first, attempt: 2 }, ...rest] }),
    )

    expect(markdown).toMatch(
      /\| Pair 1, attempt 1 \(\w+ first; not counted: the host was busy\) \| Pair 1, attempt 2 \(\w+ first\) \| Pair 2 \(/,
    )
    expect(markdown).toContain('; 1 attempt not counted')
  })

  it('marks the pairs that were not judged because a launch was disturbed', () => {
    const slower = (launch: LaunchResult): LaunchResult => ({
      ...launch,
      cases: launch.cases.map((result) => ({
        ...result,
        values: result.values && {
          ...result.values,
          e2e_throughput: (result.values.e2e_throughput ?? 0) / 1.3,
        },
      })),
    })
    const record = withLaunches(demoRecord({ pairs: 5 }), (launch, { stage, pair }) =>
      stage === 'grok/offline' && pair === 3 && launch.arm === 'pr' ? slower(launch) : launch,
    )

    const { markdown, html } = renderReport(finished(record))

    expect(markdown.match(/\(\w+ first, disturbed: not judged\)/g)).toHaveLength(1)
    expect(markdown).toMatch(/Pair 2 \(\w+ first\) \| Pair 3 \(\w+ first, disturbed: not judged\) \|/)
    expect(markdown).toContain('over all valid launches; the report leaves disturbed pairs out')
    expect(html).toMatch(/Pair 3<small>\w+ first, disturbed: not judged<\/small>/)
  })

  it('shows the tail of a process that died once for each way it died', () => {
    const died = (launch: LaunchResult): ProcessRecord => ({
      process: 1,
      container: 'prbench-1',
      cases: ['TP=8, BS=256, IL=1024, OL=128'],
      startedAt: launch.startedAt,
      finishedAt: launch.finishedAt,
      exitCode: 0,
      ending: 'out-of-memory',
      culprit: 'TP=8, BS=256, IL=1024, OL=128',
      logTail: ['torch.OutOfMemoryError: HIP out of memory'],
    })

    const { markdown } = renderReport(
      finished(withLaunches(demoRecord(), (launch) => ({ ...launch, processes: [died(launch)] }))),
    )

    expect(markdown).toContain(
      '<details><summary>grok/offline: main ran out of memory in TP=8, BS=256, IL=1024, OL=128, 4 times</summary>\n\n```text\ntorch.OutOfMemoryError: HIP out of memory\n```\n\n</details>',
    )
  })

  it('tells a cancelled and a running comparison from a finished one', () => {
    const record = demoRecord()

    expect(renderReport(record).markdown).toContain('**The comparison is still running**')
    expect(renderReport({ ...record, ending: 'cancelled' }).markdown).toContain(
      '**The comparison was cancelled**',
    )
  })
})
