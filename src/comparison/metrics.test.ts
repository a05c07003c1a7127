import { describe, expect, it } from 'vitest'
import { findMetric, metrics, metricsOf } from './metrics.js'

describe('metrics', () => {
  it('gives every metric a name and a label of its own', () => {
    const names = new Set(metrics.map((metric) => metric.name))
    const labels = new Set(metrics.map((metric) => metric.label))

    expect(names.size).toBe(metrics.length)
    expect(labels.size).toBe(metrics.length)
  })

  it('wants throughputs higher and latencies lower', () => {
    for (const metric of metrics) {
      expect(metric.better, metric.name).toBe(metric.name.includes('throughput') ? 'higher' : 'lower')
    }
  })

  it('counts in seconds offline, in milliseconds online, in tokens a second for throughputs', () => {
    for (const metric of metrics) {
      const time = metric.benchmarkType === 'offline' ? 's' : 'ms'
      expect(metric.unit, metric.name).toBe(metric.better === 'higher' ? 'token/s' : time)
    }
  })

  it('opens the report of a batch with end to end throughput and latency', () => {
    expect(
      metricsOf('offline')
        .slice(0, 2)
        .map((metric) => metric.label),
    ).toEqual(['E2E Throughput', 'E2E Latency'])
  })

  it('finds a metric by name, and none for a name it does not know', () => {
    expect(findMetric('ttft_median')).toMatchObject({
      label: 'Median TTFT',
      unit: 'ms',
      benchmarkType: 'online',
    })
    expect(findMetric('toString')).toBeUndefined()
  })
})
