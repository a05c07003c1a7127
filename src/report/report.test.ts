import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demoImage, demoPlan, demoRecord } from '../../test/fixtures/record.js'
import type { LaunchResult, PairResult, ProcessRecord } from '../comparison/launch.js'
import type { RunRecord } from '../results/record.js'
import { renderReport } from './write-report.js'

const finished = (record: RunRecord): RunRecord => ({ ...record, ending: 'finished' })

/** The record with each launch changed. */
function withLaunches(
  record: RunRecord,
  change: (launch: LaunchResult, pair: PairResult) => LaunchResult,
): RunRecord {
  const pairs = record.pairs.map((pair) => ({
    ...pair,
    launches: pair.launches.map((launch) => change(launch, pair)),
  }))
  return { ...record, pairs }
}

describe('a report of a finished comparison', () => {
  const { markdown, html, lines } = renderReport(finished(demoRecord()))

  it('begins with the verdict', () => {
    const [title, , verdict] = markdown.split('\n')

    expect(title).toBe('# Pull request 1234: Fuse decode kernels \\| \\`fast\\`')
    expect(verdict).toMatch(
      /^\*\*Improvement; some results are missing\*\* 🟢 grok\/offline E2E Throughput \+6\.\d%, Median Decode Latency \+8\.\d%; /,
    )
  })

  it('has a row a stage, with the change and the interval of each metric that decides', () => {
    expect(markdown).toMatch(
      /\n\| deepseek\/offline \| improvement 🟢 \| E2E Throughput \*\*\+6\.\d%\*\* 🟢 \(\+\d\.\d% to \+\d\.\d%\)<br>Prefill Latency \+0\.\d% \([+-]\d\.\d% to \+\d\.\d%\) no change within ±\d\.\d%[^|]*<br>Median Decode Latency [^|]* \| 4 pairs \|\n/,
    )
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
      '| TP=8, BS=256, IL=1024, OL=128 | all | missing: out of memory | missing: out of memory | missing |  |',
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

  it('draws the changes of each deciding metric, with a dot a pair', () => {
    const figures = html.match(/<svg[\s\S]*?<\/svg>/g) ?? []

    expect(figures).toHaveLength(4)
    expect(figures[0]).toContain('aria-label="E2E Throughput: BS=1 +')
    expect(figures[0]?.match(/class="pair"/g)).toHaveLength(4 * 4)
    expect(figures[0]?.match(/class="range"/g)).toHaveLength(5)
  })

  it('has a line a stage for a terminal, in columns', () => {
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(
      /^grok\/offline {7}improvement, incomplete {3}E2E \+6\.\d % \[\+\d\.\d, \+\d\.\d\] {3}prefill no change \(within ±\d\.\d %\) {3}decode \+8/,
    )
    expect(lines[1]).toMatch(/^deepseek\/offline {3}improvement {15}/)
  })
})

describe('a report of one pair', () => {
  it('claims no significance and has the historical columns only', () => {
    const plan = demoPlan({ looks: [1] })

    const { markdown, lines } = renderReport(finished(demoRecord({ plan, pairs: 1 })))

    expect(markdown).toContain('single run: no significance test')
    expect(markdown).toContain('\n| Configuration | Metric | Main | PR | Change |\n')
    expect(markdown).toMatch(/\| Median Decode Latency \| \S+ \| \S+ \| \*\*\+\d\.\d%\*\* 🟢 \|\n/)
    expect(markdown).not.toContain('interval')
    expect(markdown).not.toContain('Every pair')
    expect(lines[0]).not.toContain('[')
  })

  it('says of small changes only that nothing was beyond the threshold', () => {
    const plan = demoPlan({ looks: [1] })

    const { markdown } = renderReport(
      finished(demoRecord({ plan, pairs: 1, decode: 1, prefill: 1, noise: 0.001 })),
    )

    expect(markdown).toContain(
      '**Nothing beyond ±5.0%; some results are missing (single run: no significance test)**',
    )
    expect(markdown).toContain('| deepseek/offline | small change  |')
  })
})

describe('a report of what went wrong', () => {
  it('of a build that failed shows the reason and the tail of its log, and no table', () => {
    const problem = 'The image of pr did not build: step 9 gave 1\n#9 12.4 error: no such file\n```\n#9 ERROR'
    const record = demoRecord()

    const { markdown, html } = renderReport({
      ...record,
      pairs: [],
      images: [],
      ending: 'build-failed',
      problem,
    })

    expect(markdown).toContain('**No comparison: an image did not build**')
    expect(markdown).toContain(
      '\n\nThe image of pr did not build: step 9 gave 1\n\n````text\n#9 12.4 error: no such file\n```\n#9 ERROR\n````\n',
    )
    expect(markdown).not.toContain('| Configuration |')
    expect(html).toContain('<pre>#9 12.4 error: no such file\n```\n#9 ERROR</pre>')
  })

  it('names a stage that failed as missing, with its reason, and keeps the others', () => {
    const record = demoRecord()
    const pairs = record.pairs.filter((pair) => pair.stage === 'grok/offline')
    const endings: RunRecord['endings'] = [
      { name: 'grok/offline', state: 'measured' },
      { name: 'deepseek/offline', state: 'failed', reason: 'no model on mi300x-01\nlooked in /models' },
    ]

    const { markdown, lines } = renderReport(finished({ ...record, pairs, endings }))

    expect(markdown).toContain(
      '## deepseek/offline failed\n\nno model on mi300x-01\n\n```text\nlooked in /models\n```',
    )
    expect(markdown).toContain('| deepseek/offline | missing  | no model on mi300x-01 | 0 pairs |')
    expect(markdown).toContain('### DeepSeek Offline Benchmark\n\nMissing: no model on mi300x-01\n')
    expect(markdown).toContain('| TP=8, BS=1, IL=1024, OL=128 | E2E Throughput |')
    expect(lines[1]).toBe('deepseek/offline   missing                   no model on mi300x-01')
  })

  it('keeps void attempts in sight, with the reason', () => {
    const record = demoRecord()
    const [first, ...rest] = record.pairs
    if (first === undefined) throw new Error('the fixture has no pair')
    const launches = first.launches.map((launch, index) =>
      index === 0 ? { ...launch, voidReason: 'the host was busy' } : launch,
    )

    const { markdown } = renderReport(
      finished({ ...record, pairs: [{ ...first, launches }, { ...first, attempt: 2 }, ...rest] }),
    )

    expect(markdown).toMatch(
      /\| Pair 1, attempt 1 \(\w+ first; not counted: the host was busy\) \| Pair 1, attempt 2 \(\w+ first\) \| Pair 2 \(/,
    )
    expect(markdown).toContain('; 1 attempt not counted')
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
      '<details><summary>main ran out of memory in TP=8, BS=256, IL=1024, OL=128, 4 times</summary>\n\n```text\ntorch.OutOfMemoryError: HIP out of memory\n```\n\n</details>',
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

describe('hostile text in a report', () => {
  const nasty =
    '"><script>alert(1)</script>|`x`| @maintainer #1 [a](javascript:b) </pre></details>\n\n# forged'

  function hostileRecord(text: string): RunRecord {
    const record = finished(demoRecord())
    const { plan } = record
    const endings: RunRecord['endings'] = [
      { name: 'grok/offline', state: 'failed', reason: `${text}\n${text}` },
    ]
    const source = { ...plan.source, head: { ...plan.source.head, subject: text, why: text }, notes: [text] }
    const named = withLaunches(record, (launch) => ({
      ...launch,
      cases: launch.cases.map((result) => ({ ...result, reason: text, values: null })),
      processes: [
        {
          process: 0,
          container: text,
          cases: [text],
          startedAt: launch.startedAt,
          finishedAt: launch.finishedAt,
          exitCode: 1,
          ending: 'died',
          culprit: text,
          logTail: [text],
        },
      ],
      voidReason: text,
    }))
    return { ...named, plan: { ...plan, source }, endings, notes: [text], problem: `${text}\n${text}` }
  }

  it('is shown and not run', () => {
    const { html, markdown, lines } = renderReport(hostileRecord(nasty))

    expect(html).not.toMatch(/<script|<\/pre><\/details>/)
    expect(html).toContain('&lt;script&gt;')
    const outside = markdown.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '')
    expect(outside).not.toMatch(/<script|@maintainer|#1\b|[^\\]\]\(/)
    expect(outside).not.toMatch(/^# forged/m)
    for (const line of lines) expect(line).not.toContain('\n')
  })

  it('is cut where it is long', () => {
    const { markdown } = renderReport(hostileRecord('x'.repeat(5000)))

    const outside = markdown.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '')
    expect(Math.max(...outside.split(/[\n|]/).map((part) => part.length))).toBeLessThan(2000)
  })

  it('leaves every table of the Markdown rectangular', () => {
    const { markdown } = renderReport(hostileRecord(nasty))

    const widths = markdown
      .split('\n')
      .map((line) => (line.startsWith('| ') ? line.replace(/\\\|/g, '').split('|').length : 0))
    for (const [index, width] of widths.entries()) {
      const before = widths[index - 1] ?? 0
      if (width > 0 && before > 0) expect(width, markdown.split('\n')[index]).toBe(before)
    }
  })

  it('has only the tags of the template in its HTML, whatever the text', () => {
    const tagsOf = (html: string) => new Set(html.match(/<\/?[a-z!][a-z0-9]*/gi))
    const known = new Set([
      ...tagsOf(renderReport(hostileRecord('plain')).html),
      ...tagsOf(renderReport(finished(demoRecord())).html),
    ])

    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        for (const tag of tagsOf(renderReport(hostileRecord(`<b onclick=x>${text}`)).html))
          expect(known).toContain(tag)
      }),
      { numRuns: 20 },
    )
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
