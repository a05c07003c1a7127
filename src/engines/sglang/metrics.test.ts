import { describe, expect, it } from 'vitest'
import { onlineMetrics } from '../online-metrics.js'
import type { Metric } from '../../comparison/metric.js'
import { offlineMetrics } from './metrics.js'

const metrics: readonly Metric[] = [...offlineMetrics, ...onlineMetrics]

describe('the metrics', () => {
  it('have names and labels of their own', () => {
    const names = new Set(metrics.map(({ name }) => name))
    const labels = new Set(metrics.map(({ label }) => label))

    expect(names.size).toBe(metrics.length)
    expect(labels.size).toBe(metrics.length)
  })

  it('name each other as inverse, in the other direction, and only one of the two decides', () => {
    const byName = new Map(metrics.map((metric) => [metric.name, metric]))
    const pairs = metrics.flatMap((metric) => {
      const other = metric.inverse === undefined ? undefined : byName.get(metric.inverse)
      return metric.inverse === undefined ? [] : [{ metric, other }]
    })

    expect(pairs).toHaveLength(6)
    for (const { metric, other } of pairs) {
      expect(other?.inverse, metric.name).toBe(metric.name)
      expect(other?.better, metric.name).not.toBe(metric.better)
      expect([metric.role, other?.role].sort(), metric.name).toEqual(['deciding', 'judged'])
    }
  })

  it('are not judged where they are tail percentiles', () => {
    const shown = metrics.filter(({ role }) => role === 'shown').map(({ name }) => name)

    expect(shown).toEqual(metrics.map(({ name }) => name).filter((name) => /_p9\d$/.test(name)))
  })
})
