import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demoRecord, withLaunches } from '../../test/fixtures/record.js'
import { textReason } from '../comparison/reason.js'
import type { RunRecord } from '../run/record.js'
import { draw } from './charts/draw.js'
import { renderReport } from './render-report.fixture.js'
import { chartsIn, renderHtml, renderMarkdown } from './templates.js'
import { endingLines } from './terminal/ending.js'
import { terminalLines } from './terminal/lines.js'
import { type ReportView, viewOf } from './view/report-view.js'

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

  const payloads: Readonly<Record<string, string>> = {
    'a pipe': 'a | b || c',
    backquotes: '`` `rm -rf` ```',
    'a mention': 'ask @maintainer and @org/team',
    'a reference': 'see #123, GH-45 and other/repository#6',
    'a link': '[here](https://evil.example) https://evil.example www.evil.example <https://evil.example>',
    HTML: '<img src=x onerror=alert(1)> </td></table></details> <!-- <script>alert(1)</script>',
    'a sequence of a terminal':
      '\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007text\u001b]8;;\u0007 \u009b2J',
    'marks of direction': 'abc \u202edcba\u202c \u2066x\u2069 \u200fy\u200e \u061cz',
    'template braces': '{{ 7*7 }} {% include "x" %} ${{ secrets.TOKEN }} {# x #}',
    ...Object.fromEntries(
      ['=', '+', '-', '@'].map((sign) => [`a leading ${sign}`, `${sign}cmd|' /C calc'!A0`]),
    ),
  }

  /** The record with that text also as the name of its models and of their cases. */
  function named(record: RunRecord, text: string): RunRecord {
    const of = (name: string) => `${text} ${name}`
    return {
      ...record,
      plan: {
        ...record.plan,
        stages: record.plan.stages.map((stage) => ({
          ...stage,
          name: of(stage.name),
          model: of(stage.model),
          recipe: { ...stage.recipe, name: of(stage.recipe.name), title: of(stage.recipe.title) },
          cases: stage.cases.map((planned) => ({ ...planned, name: of(planned.name) })),
          metrics: stage.metrics.map((metric) => ({ ...metric, label: of(metric.label) })),
        })),
      },
      endings: record.endings.map((ending) => ({ ...ending, name: of(ending.name) })),
      pairs: record.pairs.map((pair) => ({
        ...pair,
        stage: of(pair.stage),
        launches: pair.launches.map((launch) => ({
          ...launch,
          cases: launch.cases.map((result) => ({ ...result, case: of(result.case) })),
        })),
      })),
    }
  }

  const plain = finished(demoRecord())

  describe.each(Object.entries(payloads))('%s', (_, text) => {
    const views = [hostileRecord(text), plain].map((record) => viewOf(named(record, text)))

    it('is text in Markdown', () => {
      for (const view of views) {
        const shown = renderMarkdown(view)
          .replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '')
          .replace(/(?<![\\`])(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, '')

        expect(shown).not.toMatch(/<(?!\/?(?:details|summary|br)>)/)
        expect(shown).not.toMatch(/@[a-z]|(?<!&)#\d|\bGH-\d|:\/\/|www\.|[^\\]\]\(/i)
        expect(shown).not.toMatch(controls)
        for (const [line, next] of rowsOf(shown)) expect(cellsOf(next), next).toBe(cellsOf(line))
      }
    })

    it('is text in HTML, in its charts, too', async () => {
      const known = tagsOf(await pageOf(viewOf(plain)))
      for (const view of views) {
        const html = await pageOf(view)

        for (const tag of tagsOf(html)) expect([...known, '<pre', '</pre']).toContain(tag)
        expect(html.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\son[a-z]+=/i)
        expect(html).not.toMatch(controls)
      }
    })

    it('is text in a terminal', () => {
      for (const view of views) {
        for (const { text: line } of endingLines(view, 80)) expect(line).not.toMatch(/\n|[\u0000-\u001f]/)
        const lines = [...endingLines(view, 80).map(({ text: line }) => line), ...terminalLines(view)]
        for (const line of lines) expect(line).not.toMatch(controls)
      }
    })
  })

  const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
  const pageOf = async (view: ReportView) => renderHtml(view, await draw(chartsIn(view)))
  const tagsOf = (html: string) => new Set(html.match(/<\/?[a-z!][a-z0-9]*/gi))
  const cellsOf = (line: string) => line.replace(/\\\|/g, '').split('|').length

  /** Each row of a table with the one below it. */
  function rowsOf(markdown: string): [string, string][] {
    const lines = markdown.split('\n')
    return lines.flatMap((line, index): [string, string][] => {
      const next = lines[index + 1] ?? ''
      return line.startsWith('| ') && next.startsWith('| ') ? [[line, next]] : []
    })
  }
})
