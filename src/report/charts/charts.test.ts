import { describe, expect, it } from 'vitest'
import { onlineRecord } from '../../../test/fixtures/online-record.js'
import { demoRecord } from '../../../test/fixtures/record.js'
import type { RunRecord } from '../../run/record.js'
import { viewOf } from '../view/report-view.js'
import type { Chart } from './chart.js'
import { draw } from './draw.js'

const finished: RunRecord = { ...demoRecord({ noise: 0.02 }), ending: 'finished' }

/** The rows that a layer of a chart shows. */
function rowsOf(chart: Chart | undefined, layer: number): readonly Record<string, unknown>[] {
  const layers = (chart?.spec as { layer: { data: { values: Record<string, unknown>[] } }[] }).layer
  return layers[layer]?.data.values ?? []
}

const chartOf = (record: RunRecord, stage: number, title: string) =>
  viewOf(record).stages[stage]?.charts.find((chart) => chart.title === title)

describe('the charts of a report', () => {
  it('show each deciding metric of all stages around zero, with its margin', () => {
    const [chart] = viewOf(onlineRecord(['grok'])).charts.changes

    expect(rowsOf(chart, 0).map(({ label, below, above }) => [label, below, above])).toEqual([
      ['grok/online Median E2E Latency', -5, 5],
      ['grok/online Median TTFT', -10, 10],
      ['grok/online Median ITL', -5, 5],
    ])
    expect(chart?.summary).toMatch(/^grok\/online Median E2E Latency \+10\.0 %, grok\/online Median TTFT/)
  })

  it('show the cases of a metric, all of them together, and a dot a pair', () => {
    const chart = chartOf(finished, 0, 'E2E Throughput: change')

    expect(rowsOf(chart, 0).map(({ label }) => label)).toEqual([
      'BS=1',
      'BS=8',
      'BS=32',
      'BS=128',
      'all cases',
    ])
    expect(rowsOf(chart, 2)).toHaveLength(4 * 4)
  })

  it('show a metric over the load, in both arms, within the range of the launches', () => {
    const chart = chartOf(finished, 0, 'Median Decode Latency by batch size')

    const rows = rowsOf(chart, 0)
    expect(rows.map(({ arm, x }) => `${String(arm)} ${String(x)}`)).toEqual(
      [1, 8, 32, 128].flatMap((size) => [`main ${size}`, `pr ${size}`]),
    )
    for (const { low, value, high } of rows) {
      expect(Number(low)).toBeLessThan(Number(value))
      expect(Number(high)).toBeGreaterThan(Number(value))
    }
  })

  it('have the load of a server as requests per second or at a time', () => {
    const titles = viewOf(onlineRecord(['grok', 'deepseek'])).stages.map(({ charts }) =>
      charts.map(({ title }) => title).filter((title) => title.includes(' by ')),
    )

    expect(titles).toEqual([
      expect.arrayContaining(['Median TTFT by requests per second']),
      expect.arrayContaining(['Median TTFT by requests at a time']),
    ])
  })

  it('show each launch of both arms when it started', () => {
    const chart = chartOf(finished, 1, 'E2E Throughput of each launch')

    const rows = rowsOf(chart, 1)
    expect(rows.filter(({ arm }) => arm === 'pr')).toHaveLength(4)
    expect(new Set(rows.map(({ start }) => start)).size).toBe(8)
    expect(chart?.summary).toMatch(/^4 pairs; main \d+\.\d+ to \d+\.\d+ token\/s; pr /)
  })

  it('show the noise against the margin where it is known', () => {
    const [chart] = viewOf(finished).charts.noise

    expect(rowsOf(chart, 1)).toHaveLength(3 * 6)
    expect(viewOf({ ...finished, pairs: [] }).charts).toEqual({ changes: [], noise: [] })
  })

  it('are drawn with the colours of the page, and load nothing', async () => {
    const { charts } = viewOf(finished)

    const svg = [...(await draw([...charts.changes, ...charts.noise])).values()].join('')

    expect(svg).toContain('var(--better)')
    expect(svg).not.toMatch(/<script|<image|<style|href=|url\(/)
  })
})
