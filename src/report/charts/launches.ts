import { arms, type Arm } from '../../comparison/arm.js'
import type { PairResult } from '../../comparison/launch.js'
import { geometricMean } from '../../comparison/change.js'
import { validPairs } from '../../run/samples.js'
import type { NamedMetric } from '../view/named-metrics.js'
import { formatCount, formatValue } from '../words/numbers.js'
import { singleLine } from '../markdown/text.js'
import { armScale, type Chart, colours, layered } from './chart.js'

/** What the launches of both arms measured, one after the other: a chart a deciding metric. */
export function launchesOverTime(attempts: readonly PairResult[], metrics: readonly NamedMetric[]): Chart[] {
  const pairs = validPairs(attempts)
  if (pairs.length < 2) return []
  return metrics.flatMap(({ label, judgement: { metric, unit } }) => {
    const values = valuesOf(pairs, metric)
    if (values.length === 0) return []
    const range = (arm: Arm) => {
      const own = values.filter((each) => each.arm === arm).map(({ value }) => value)
      return `${arm} ${formatValue(Math.min(...own), unit)} to ${formatValue(Math.max(...own), unit)} ${unit}`
    }
    return [
      {
        title: `${singleLine(label)} of each launch`,
        summary: `${formatCount(pairs.length, 'pair')}; ${arms.map(range).join('; ')}`,
        spec: specOf(values, unit),
      },
    ]
  })
}

interface LaunchValue {
  readonly arm: Arm
  readonly pair: number
  readonly start: string
  readonly value: number
}

/** The geometric mean of each launch over the cases that all of them have. */
function valuesOf(pairs: readonly PairResult[], metric: string): LaunchValue[] {
  const launches = pairs.flatMap(({ pair, launches }) => launches.map((launch) => ({ pair, ...launch })))
  const measured = launches.map(
    ({ cases }) => new Map(cases.map(({ case: name, values }) => [name, values?.[metric]])),
  )
  const shared = [...(measured[0]?.keys() ?? [])].filter((name) =>
    measured.every((values) => (values.get(name) ?? 0) > 0),
  )
  return launches.flatMap(({ arm, pair, startedAt }, index) => {
    const value = geometricMean(shared.flatMap((name) => measured[index]?.get(name) ?? []))
    return value === undefined ? [] : [{ arm, pair, start: startedAt, value }]
  })
}

const minutesMs = 10 * 60_000

/** With seconds where minutes alone would stand there twice. */
function timesOf(values: readonly LaunchValue[]): { format: string; tickCount: number } {
  const starts = values.map(({ start }) => Date.parse(start))
  const isShort = Math.max(...starts) - Math.min(...starts) < minutesMs
  return isShort ? { format: '%H:%M:%S', tickCount: 3 } : { format: '%H:%M', tickCount: 5 }
}

function specOf(values: readonly LaunchValue[], unit: string): Chart['spec'] {
  const x = {
    field: 'start',
    type: 'temporal',
    scale: { type: 'utc' },
    title: 'Start of the launch (UTC)',
    axis: { grid: false, ...timesOf(values), labelOverlap: true },
  } as const
  const y = {
    field: 'value',
    type: 'quantitative',
    scale: { zero: false },
    title: unit,
    axis: { tickCount: 5 },
  } as const
  const color = { field: 'arm', type: 'nominal', scale: armScale } as const
  const data = { values: [...values] }
  return layered([
    {
      data,
      mark: { type: 'line', color: colours.rule, strokeWidth: 1 },
      encoding: { x, y, detail: { field: 'pair' }, order: { field: 'start' } },
    },
    { data, mark: { type: 'line', strokeWidth: 1.5 }, encoding: { x, y, color } },
    {
      data,
      mark: { type: 'point', filled: true, size: 45, opacity: 1 },
      encoding: {
        x,
        y,
        color,
        shape: { field: 'arm', type: 'nominal', scale: { range: ['circle', 'square'] } },
      },
    },
  ])
}
