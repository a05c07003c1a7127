import { describe, expect, it } from 'vitest'
import type { AccuracyRun } from '../../comparison/launch.js'
import { accuracyRuns, onlineRecord } from '../../../test/fixtures/online-record.js'
import { accuracyRows } from './accuracy.js'
import { outcomeOf } from '../outcome.js'
import { viewOf } from './report-view.js'
import { renderReport } from '../render-report.fixture.js'

/** A run in which each arm had these runs of the accuracy test, in its first pair. */
const recordWith = (main: AccuracyRun[], pr: AccuracyRun[]) =>
  onlineRecord(['grok'], ({ arm }, pair) => (pair === 1 ? { accuracy: arm === 'main' ? main : pr } : {}))

describe('accuracyRows', () => {
  it('has the mean of the repeats of each arm', () => {
    const [row] = accuracyRows(recordWith(accuracyRuns(0.9, 0.92), accuracyRuns(0.91)))

    expect(row).toMatchObject({
      model: 'grok',
      main: '0.910 (2 runs, 0.900 to 0.920)',
      pr: '0.910 (1 run)',
      threshold: '0.800',
      verdict: 'above the threshold',
      tone: 'same',
      warning: '',
    })
  })

  it('has the answers without a number, none included, and the mean latency of both arms', () => {
    const run = (invalid: number, latencySeconds: number): AccuracyRun => ({
      accuracy: 0.9,
      invalid,
      latencySeconds,
      reason: null,
    })

    const record = recordWith([run(0, 60), run(0, 80)], [run(0.002, 75.26), ...accuracyRuns(null)])

    expect(accuracyRows(record)).toMatchObject([{ invalid: '0.000 / 0.002', latency: '70.0 s / 75.3 s' }])
    const { markdown, html } = renderReport(record)
    expect(markdown).toContain('| 0.000 / 0.002 | 70.0 s / 75.3 s |')
    expect(html).toMatch(/>0\.000 \/ 0\.002<\/td><td [^>]*>70\.0 s \/ 75\.3 s<\/td>/)
  })

  it('leaves open what no run told', () => {
    expect(accuracyRows(recordWith(accuracyRuns(0.9), accuracyRuns(null)))).toMatchObject([
      { invalid: '0.001 / -', latency: '70.0 s / -' },
    ])
  })

  it('warns of an arm below the threshold', () => {
    const [row] = accuracyRows(recordWith(accuracyRuns(0.9), accuracyRuns(0.1)))

    expect(row).toMatchObject({ verdict: 'pr below the threshold', tone: 'worse' })
    expect(row?.warning).toBe('GSM8K accuracy of grok is below its threshold of 0.800: pr 0.100.')
  })

  it('is said on the terminal where it is too low or not known, and only there', () => {
    const linesOf = (...runs: [AccuracyRun[], AccuracyRun[]]) =>
      renderReport(recordWith(...runs)).lines.slice(1)

    expect(linesOf(accuracyRuns(0.9), accuracyRuns(0.1))).toEqual([
      'GSM8K accuracy of grok is below its threshold of 0.800: pr 0.100.',
    ])
    expect(linesOf(accuracyRuns(0.9), accuracyRuns(null))).toEqual(['GSM8K accuracy of grok: pr missing'])
    expect(linesOf(accuracyRuns(0.9), accuracyRuns(0.9))).toEqual([])
  })

  it('takes no fault of main for one of the pull request', () => {
    const records = [
      recordWith(accuracyRuns(0.1), accuracyRuns(0.1)),
      recordWith(accuracyRuns(0.1), accuracyRuns(0.9)),
    ]

    for (const record of records) {
      expect(accuracyRows(record)).toMatchObject([{ tone: 'unknown' }])
      expect(renderReport(record).markdown).toMatch(/^\*\*Improvement/m)
    }
  })

  it('does not take a run without an accuracy for one of zero', () => {
    const [row] = accuracyRows(recordWith(accuracyRuns(0.9, null), accuracyRuns(null, null)))

    expect(row?.main).toBe('0.900 (1 run of 2; the evaluator printed no accuracy)')
    expect(row?.pr).toBe('missing: the evaluator printed no accuracy')
    expect(row).toMatchObject({ verdict: 'pr missing', tone: 'unknown', warning: '' })
  })

  describe('where the evaluator leaves its answers', () => {
    /** So many questions answered right, then so many wrong. */
    const run = (right: number, wrong: number): AccuracyRun => ({
      accuracy: right / (right + wrong),
      right: '1'.repeat(right) + '0'.repeat(wrong),
      reason: null,
    })

    it('finds a loss by question that no threshold shows, and calls the comparison by it', () => {
      const record = recordWith([run(1270, 49)], [run(1250, 69)])

      const { lines, markdown } = renderReport(record)

      // What --fail-on regression goes by.
      expect(outcomeOf(record, viewOf(record), 'finished', '/run').verdict).toBe('regression')
      expect(lines.at(-1)).toMatch(
        /^GSM8K of grok: a loss of 1\.5 points beyond chance, by question \(one-sided p = 0\.0+\d\d?\)\.$/,
      )
      expect(markdown).toMatch(
        /^\*\*Regression\S* 🔴: grok regression in GSM8K accuracy: above the threshold; a loss/m,
      )
    })

    it('says which loss would have been found where none was', () => {
      const [row] = accuracyRows(recordWith([run(1250, 69), run(1252, 67)], [run(1251, 68)]))

      expect(row).toMatchObject({ tone: 'same', warning: '' })
      expect(row?.verdict).toBe(
        'above the threshold; no loss found by question; this test would detect a loss of 1.1 points 90 % of the time',
      )
    })

    it.each([
      ['of another number of questions', [run(1250, 68)]],
      ['of one arm alone', accuracyRuns(0.9)],
      ['of a handful', [run(9, 1)]],
    ])('compares none %s', (_, pr) => {
      const main = pr[0]?.right?.length === 10 ? run(10, 0) : run(1250, 69)

      expect(accuracyRows(recordWith([main], pr))).toMatchObject([{ verdict: 'above the threshold' }])
    })
  })

  it('says so where nothing was asked', () => {
    expect(accuracyRows(onlineRecord(['grok']))).toMatchObject([
      { main: 'missing: not measured', verdict: 'main and pr missing' },
    ])
  })

  it('stands in the report before the tables of performance, which it never costs', () => {
    const { markdown, html } = renderReport(recordWith(accuracyRuns(0.9), accuracyRuns(null)))

    expect(markdown.indexOf('## Accuracy')).toBeGreaterThan(0)
    expect(markdown.indexOf('## Accuracy')).toBeLessThan(markdown.indexOf('### Grok Online Benchmark'))
    expect(markdown).toContain('missing: the evaluator printed no accuracy')
    expect(markdown).toContain('Median TTFT')
    expect(html.indexOf('<h2>Accuracy</h2>')).toBeLessThan(html.indexOf('Grok Online Benchmark'))
  })
})
