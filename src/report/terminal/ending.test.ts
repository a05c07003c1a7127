import { describe, expect, it } from 'vitest'
import { demoPlan, demoRecord } from '../../../test/fixtures/record.js'
import type { RunRecord } from '../../run/record.js'
import { viewOf } from '../view/report-view.js'
import { endingLines } from './ending.js'
import { layTable } from './table.js'
import { wrapText } from './wrap.js'

/** What a terminal of so many columns shows at the end of a run. */
function shown(record: RunRecord, columns: number): string[] {
  return endingLines(viewOf({ ...record, ending: 'finished' }), columns).map(({ text }) => text)
}

const changed = demoRecord({ decode: 1.2, prefill: 0.9 })

describe('the end of a comparison in a terminal', () => {
  it('says the verdict first, then what changed, the largest for its margin first', () => {
    const lines = shown(changed, 120)

    expect(lines[0]).toMatch(/^Regression/)
    const rows = lines.filter((line) => /^ {2}(grok|deepseek)\/offline /.test(line))
    const sizes = rows.map((line) => Math.abs(Number(/([+-]\d+\.\d) %/.exec(line)?.[1])))
    expect(sizes.length).toBeGreaterThan(2)
    expect(sizes).toEqual([...sizes].sort((left, right) => right - left))
    expect(lines.join('\n')).toMatch(/Stage +Metric +Change +95 % interval +Verdict\n/)
  })

  it('colours a row by its verdict', () => {
    const lines = endingLines(viewOf({ ...changed, ending: 'finished' }), 120)

    const tones = new Set(
      lines
        .filter(({ text }) => text.startsWith('  ') && text.endsWith(' regression'))
        .map(({ tone }) => tone),
    )
    expect([...tones]).toEqual(['worse'])
    expect(lines.find(({ text }) => text.startsWith('  ') && text.endsWith(' improvement'))?.tone).toBe(
      'better',
    )
  })

  it.each([80, 60])('holds all of it in %d columns, with each word whole', (columns) => {
    const wide = shown(changed, 500)
    const narrow = shown(changed, columns)

    const words = (lines: readonly string[]) =>
      lines
        .join(' ')
        .split(/\s+/)
        .filter((word) => word !== '')
        .sort()
    expect(Math.max(...narrow.map((line) => line.length))).toBeLessThanOrEqual(columns)
    expect(words(narrow)).toEqual(words(wide))
  })

  it('names what is missing, and why', () => {
    const plan = demoPlan()
    const record = { ...changed, pairs: changed.pairs.filter(({ stage }) => stage !== 'deepseek/offline') }

    const lines = shown({ ...record, plan }, 80)

    expect(lines).toContain('Not measured: deepseek/offline, the whole stage: not measured')
    expect(lines.join(' ')).toContain('BS=256')
  })

  it('shows names as text, whatever stands in them', () => {
    const plan = demoPlan()
    const [stage, ...others] = plan.stages
    if (stage === undefined) throw new Error('no stage')
    const hostile = { ...stage, name: 'a\u001b[2J\u202eb\u009b/offline', model: 'a\u001b[2J\u202eb\u009b' }

    const lines = shown({ ...demoRecord(), plan: { ...plan, stages: [hostile, ...others] } }, 80)

    expect(lines.join('\n')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  })
})

describe('a table', () => {
  const table = {
    header: ['Name', 'Value', 'Note'],
    numeric: [false, true, false],
    rows: [
      ['a', '1.5', 'short'],
      ['a much longer name', '10.25', 'a note of several words'],
    ],
  }

  it('stands in columns where these fit', () => {
    const { header, rows } = layTable(table, 80)

    expect([header, ...rows].flat()).toEqual([
      '  Name                 Value   Note',
      '  a                      1.5   short',
      '  a much longer name   10.25   a note of several words',
    ])
  })

  it('has its figures below its texts where they do not', () => {
    const { rows } = layTable(table, 40)

    expect(rows).toEqual([
      ['  a', '      1.5   short'],
      ['  a much longer name', '    10.25   a note of several words'],
    ])
  })
})

it('a long word keeps a line of its own, whole', () => {
  const lines = wrapText('see /a/very/long/path/that/is/wider for more', 12, '', '  ')

  expect(lines).toEqual(['see', '  /a/very/long/path/that/is/wider', '  for more'])
})
