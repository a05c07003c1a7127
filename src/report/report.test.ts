import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demoImage, demoPlan, demoRecord, withLaunches } from '../../test/fixtures/record.js'
import type { RunRecord } from '../run/record.js'
import { renderReport } from './render-report.fixture.js'

const finished = (record: RunRecord): RunRecord => ({ ...record, ending: 'finished' })

describe('a report of a finished comparison', () => {
  const { markdown, html, lines } = renderReport(finished(demoRecord()))

  it('begins with the verdict', () => {
    const [title, , verdict] = markdown.split('\n')

    expect(title).toBe('# Pull request 1234: Fuse decode kernels \\| \\`fast\\`')
    expect(verdict).toMatch(
      /^\*\*Some results are missing\*\*: grok\/offline improvement in E2E Throughput 6\.\d % faster \\\[\+\d\.\d, \+\d\.\d\\\], Median Decode Latency 8\.\d % faster \S+ \S+; deepseek.*; grok\/offline fails in both arms, so the pull request did not cause it: TP=8, BS=256, /,
    )
  })

  it('counts verdicts, and has a row a stage', () => {
    expect(markdown).toContain('\n- 2 stages: 1 improvement 🟢, 1 missing\n')
    expect(markdown).toContain('\n| deepseek/offline | improvement 🟢 | 4 pairs |\n')
  })

  it('has the changes that matter by their size for their margin, and folds the others', () => {
    const [shown = '', folded = ''] = (/## Changes\n([\s\S]*?)## Results/.exec(markdown)?.[1] ?? '').split(
      '<details>',
    )
    const sizes = [...shown.matchAll(/\| (\d\.\d) × ±5 % \|/g)].map(([, size]) => Number(size))

    expect(shown).toMatch(
      /\n\| grok\/offline \| Median Decode Latency \| \*\*\+8\.\d %\*\* 🟢 \| \+\d\.\d % to \+\d\.\d % \| 1\.\d × ±5 % \| improvement \|\n/,
    )
    expect(sizes).toHaveLength(4)
    expect(sizes).toEqual([...sizes].sort((left, right) => right - left))
    expect(folded).toMatch(
      /\| deepseek\/offline \| Prefill Latency \| \+0\.\d % \| .* \| no change within ±\d\.\d % \|/,
    )
  })

  it('keeps its parts in one order', () => {
    const parts = [...markdown.matchAll(/^## (.*)$/gm)].map(([, part]) => part)

    expect(parts).toEqual([
      'What to do next',
      'Summary',
      'Changes',
      'Results',
      'Not measured',
      'Noise',
      'What differs between the arms',
      'All attempts',
      'Environment',
      'Commands to reproduce',
    ])
    expect([...html.matchAll(/<h2>(.*)<\/h2>/g)].map(([, part]) => part)).toEqual(parts)
  })

  it('has the historical heading, columns and configurations, with an interval beside each change', () => {
    expect(markdown).toContain('\n### Grok Offline Benchmark\n')
    expect(markdown).toContain('\n| Configuration | Metric | Main | PR | Change | 95% interval |\n')
    expect(markdown).toMatch(
      /\n\| TP=8, BS=8, IL=1024, OL=128 \| Median Decode Latency \| 0\.0089\d \| 0\.0082\d \| \*\*\+8\.\d%\*\* 🟢 \| \+\d\.\d% to \+\d\.\d% \|\n/,
    )
  })

  it('tells a case that neither arm could measure in one row', () => {
    const rows = markdown.split('\n').filter((line) => line.startsWith('| TP=8, BS=256'))

    expect(rows).toEqual([
      '| TP=8, BS=256, IL=1024, OL=128 | all | missing: out of memory | missing: out of memory | fails in both arms |  |',
    ])
  })

  it('names commits, images by id, hosts, the seed and the order of arms', () => {
    const plan = demoPlan()

    for (const text of [markdown, html]) {
      expect(text).toContain(plan.source.base.sha)
      expect(text).toContain(plan.source.head.sha)
      expect(text).toContain(demoImage(plan, 'main').id)
      expect(text).toContain(demoImage(plan, 'pr').id)
      expect(text).toContain('mi300x-01')
      expect(text).toMatch(
        /4 pairs: (main first, pr first, main first, pr first|pr first, main first, pr first, main first)/,
      )
    }
    expect(markdown).toContain('- **Order seed**: `1234`')
  })

  it('folds every pair away', () => {
    expect(markdown).toMatch(
      /<details><summary>Every pair of grok\/offline<\/summary>\n\n\| Configuration \| Metric \| Pair 1 \(\w+ first\) \| Pair 2 /,
    )
    expect(html).toMatch(/<details>\n<summary>Every pair of grok\/offline<\/summary>/)
  })

  it('is one HTML file that loads and runs nothing', () => {
    expect(html).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    )
    expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+=|javascript:/i)
  })

  it('has a line a stage for a terminal, in columns', () => {
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(
      /^grok\/offline {7}missing in part {3}E2E 6\.\d % faster \[\+\d\.\d, \+\d\.\d\] improvement {3}prefill no change \(within ±\d\.\d %(; worst BS=\d+: \d\.\d % slower, no change)?\) {3}decode 8.* {3}disturbed: pr 0 of 4, main 0 of 4 {3}fails in both arms, so the pull request did not cause it: TP=8, BS=256, IL=1024, OL=128 \(out of memory\)$/,
    )
    expect(lines[1]).toMatch(/^deepseek\/offline {3}improvement {7}E2E 6\.\d % faster \[[^\]]*\] {3}prefill/)
  })
})

describe('a report of one pair', () => {
  it('claims no significance and has the historical columns only', () => {
    const plan = demoPlan({ looks: [1] })

    const { markdown, lines } = renderReport(finished(demoRecord({ plan, pairs: 1 })))

    expect(markdown).toContain('single run: no significance test')
    expect(markdown).toContain('\n| Configuration | Metric | Main | PR | Change |\n')
    expect(markdown).toMatch(/\| Median Decode Latency \| \S+ \| \S+ \| \*\*\+\d\.\d%\*\* 🟢 \|\n/)
    expect(markdown).not.toMatch(/95\s?% interval \|$/m)
    expect(markdown).not.toContain('Every pair')
    expect(lines[0]).not.toContain('[')
  })

  it('says of small changes only that nothing was beyond the threshold', () => {
    const plan = demoPlan({ looks: [1] })

    const { markdown } = renderReport(
      finished(demoRecord({ plan, pairs: 1, decode: 1, prefill: 1, noise: 0.001 })),
    )

    expect(markdown).toContain(
      '**Some results are missing; nothing beyond ±5 % in the others (single run: no significance test)**',
    )
    expect(markdown).toContain('| deepseek/offline | undecided, small change |')
  })

  it('does not call a change small that it marks', () => {
    const plan = demoPlan({ looks: [1] })

    const { markdown } = renderReport(
      finished(demoRecord({ plan, pairs: 1, decode: 1.3, prefill: 1.3, noise: 0.001 })),
    )

    expect(markdown).toMatch(/\*\*[+-]\d\d\.\d %\*\*/)
    expect(markdown).not.toContain('small change')
  })
})

it('never prints a number that is none', () => {
  const anyValue = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, -1, 5e-324, 1.7e308),
  )
  fc.assert(
    fc.property(
      fc.array(anyValue, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 0, max: 3 }),
      (values, pairs) => {
        let next = 0
        const record = withLaunches(demoRecord({ pairs }), (launch) => ({
          ...launch,
          cases: launch.cases.map((result) => ({
            ...result,
            values: { e2e_latency: values[next++ % values.length] ?? 1 },
          })),
        }))

        const { markdown, html, lines } = renderReport(finished(record))

        for (const text of [markdown, html.replace(/<style>[\s\S]*<\/style>/, ''), ...lines]) {
          expect(text).not.toMatch(/NaN|Infinity|undefined|null|\[object/)
        }
      },
    ),
    { numRuns: 40 },
  )
})
