import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demoRecord, withLaunches } from '../../test/fixtures/record.js'
import { textReason } from '../comparison/reason.js'
import type { RunRecord } from '../run/record.js'
import { renderReport } from './render-report.fixture.js'

const finished = (record: RunRecord): RunRecord => ({ ...record, ending: 'finished' })

describe('hostile text in a report', () => {
  const nasty =
    '"><script>alert(1)</script>|`x`| @maintainer #1 [a](javascript:b) </pre></details>\n\n# forged'

  function hostileRecord(text: string): RunRecord {
    const record = finished(demoRecord())
    const { plan } = record
    const endings: RunRecord['endings'] = [
      { name: 'grok/offline', state: 'failed', reason: textReason(`${text}\n${text}`) },
    ]
    const source = { ...plan.source, head: { ...plan.source.head, subject: text, why: text }, notes: [text] }
    const named = withLaunches(record, (launch) => ({
      ...launch,
      cases: launch.cases.map((result) => ({
        ...result,
        reason: { kind: 'text' as const, text },
        values: null,
      })),
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
      voidReason: { kind: 'text' as const, text },
    }))
    return {
      ...named,
      plan: { ...plan, source },
      endings,
      notes: [textReason(text)],
      problem: textReason(`${text}\n${text}`),
    }
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
