import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demoPlan, demoRecord } from '../../../test/fixtures/record.js'
import { textReason } from '../../comparison/reason.js'
import type { RunRecord } from '../../run/record.js'
import { endedComment, runningComment } from './comment.js'

const finished = (record: RunRecord): RunRecord => ({ ...record, ending: 'finished' })

describe('a comment', () => {
  it('begins with the verdict, shows what changed, and folds the rest', () => {
    const { markdown, title } = endedComment(finished(demoRecord({ decode: 0.8 })), 'https://example.com/job')

    const [first] = markdown.split('\n')
    expect(first).toMatch(/^\*\*Regression/)
    expect(title).toMatch(/^Regression.*grok\/offline regression in /)
    expect(markdown).toContain('| grok/offline | regression')
    expect(markdown).toContain('[The job and its report](https://example.com/job)')
  })

  it('cannot be left by an address that closes its link', () => {
    const { markdown } = endedComment(finished(demoRecord()), 'https://example.com/a)b (c')

    expect(markdown).toContain('](https://example.com/a%29b%20%28c)')
  })

  it.each([
    '@maintainer',
    'fixes #123',
    '[a](javascript:b)',
    '![x](https://x.y)',
    '<img src=x onerror=alert(1)>',
    'a | b | c',
    '`code` and ``more``',
    '\u202edesrever\u200f',
    '${{ secrets.GITHUB_TOKEN }} {{ view }}',
    '{% raw %}',
    ':tada: :white_check_mark:',
    '=HYPERLINK("x")',
    '\u001b[31mred',
    '-->\n<!-- prbench:other -->',
    '</details>\n# forged',
  ])('shows %j as text', (text) => {
    const { markdown } = hostile(text)

    expect(markdown).not.toMatch(
      /@maintainer|#123|[^\\]\]\(javascript|!\[|<img|\u202e|\u200f|\u001b|:tada:|:white/,
    )
    expect(markdown).not.toMatch(/^# forged|^<!--/m)
    expect(markdown.match(/<\/details>/g)?.length ?? 0).toBe(markdown.match(/<details>/g)?.length ?? 0)
  })

  it('has rectangular tables whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const widths = hostile(`|${text}|`)
          .markdown.split('\n')
          .filter((line) => line.startsWith('| '))
          .map((line) => line.replace(/\\\\|\\\|/g, '').split('|').length)

        expect(new Set(widths).size).toBeLessThan(2)
      }),
      { numRuns: 20 },
    )
  })

  it('shows what a stage said while it ran as text', () => {
    const stage = {
      name: 'grok/offline',
      state: 'running',
      host: 'mi300x-01',
      cases: 1,
      pairsDone: 0,
      pairsPlanned: 4,
      pairsAtMost: 4,
      generation: 1,
      expectedPairSeconds: 60,
      lastError: '@maintainer | <b>\nsecond line',
    } as const
    const status = { comparison: 'c', phase: 'building', images: [], stages: [stage] } as const
    const cost = { launches: 16, gpuHours: 2.5 }

    const { markdown } = runningComment(
      demoPlan(),
      { ...status, images: [], stages: [stage] },
      cost,
      new Date('2026-11-30T10:00:00Z'),
    )

    expect(markdown).toContain('@\u200bmaintainer \\| &lt;b&gt; |')
    expect(markdown).not.toContain('second line')
  })

  function hostile(text: string) {
    const record = finished(demoRecord())
    const source = { ...record.plan.source, notes: [text] }
    return endedComment(
      {
        ...record,
        plan: { ...record.plan, source },
        endings: [{ name: 'grok/offline', state: 'failed', reason: textReason(text) }],
        notes: [textReason(text)],
        problem: textReason(text),
      },
      undefined,
    )
  }
})
