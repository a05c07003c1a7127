import { arms, type Arm } from '../../comparison/arm.js'
import type { Case } from '../../comparison/case.js'
import { geometricMean } from '../../comparison/change.js'
import type { PairResult } from '../../comparison/launch.js'
import { validPairs } from '../../run/samples.js'
import type { NamedMetric } from '../view/named-metrics.js'
import { formatValue } from '../words/numbers.js'
import { singleLine } from '../markdown/text.js'
import { armScale, type Chart, layered } from './chart.js'

/** What the cases of a stage can differ in, so that a curve is worth drawing. */
const loads = [
  { field: 'batchSize', title: 'Batch size' },
  { field: 'requestRate', title: 'Requests per second' },
  { field: 'maxConcurrency', title: 'Requests at a time' },
] as const

type Load = (typeof loads)[number]

/** Cases that differ in their load alone. */
interface Curve {
  readonly load: Load
  /** What all of them share: `inputLength 1024, outputLength 128`. */
  readonly about: string
  readonly points: readonly { readonly name: string; readonly x: number }[]
}

/** More curves a stage, or points a curve, than that nobody reads; the tables have all figures. */
const mostCurves = 4
const mostPoints = 60

/** The deciding metrics of both arms against the load, with what the launches ranged over. */
export function loadCurves(
  cases: readonly Case[],
  attempts: readonly PairResult[],
  metrics: readonly NamedMetric[],
): Chart[] {
  const curves = curvesOf(cases)
  if (curves.length > mostCurves || curves.some(({ points }) => points.length > mostPoints)) return []
  const pairs = validPairs(attempts)
  return metrics.flatMap(({ label, judgement: { metric, unit } }) =>
    curves.flatMap(({ load, about, points }) => {
      const values = points.flatMap(({ name, x }) =>
        arms.flatMap((arm) => {
          const own = valuesOf(pairs, arm, name, metric)
          const mean = geometricMean(own)
          if (mean === undefined) return []
          return [{ arm, x, value: mean, low: Math.min(...own), high: Math.max(...own) }]
        }),
      )
      if (new Set(values.map(({ x }) => x)).size < 2) return []
      const where = curves.length === 1 || about === '' ? '' : ` (${about})`
      const summary = values.map(({ arm, x, value }) => `${arm} at ${x}: ${formatValue(value, unit)} ${unit}`)
      return [
        {
          title: singleLine(`${label} by ${load.title.toLowerCase()}${where}`),
          summary: summary.join(', '),
          spec: specOf(values, load, unit),
        },
      ]
    }),
  )
}

function curvesOf(cases: readonly Case[]): Curve[] {
  const curves = new Map<string, Curve>()
  for (const { name, ...fields } of cases) {
    const flat = numbersOf(fields)
    const load = loads.find(({ field }) => flat.has(field))
    if (load === undefined) continue
    const x = flat.get(load.field) ?? 0
    const others = [...flat].filter(([field]) => field !== load.field && field !== 'prompts')
    const about = others.map(([field, value]) => `${field} ${value}`).join(', ')
    const key = `${load.field}, ${about}`
    const known = curves.get(key)
    curves.set(key, { load, about, points: [...(known?.points ?? []), { name, x }] })
  }
  return [...curves.values()].filter(({ points }) => points.length > 1)
}

/** The numbers that a case is made of, also those of its load. */
function numbersOf(fields: object): Map<string, number> {
  const own = Object.entries(fields) as [string, unknown][]
  return new Map(
    own.flatMap(([field, value]): [string, number][] => {
      if (typeof value === 'number') return [[field, value]]
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? [...numbersOf(value)] : []
    }),
  )
}

function valuesOf(pairs: readonly PairResult[], arm: Arm, name: string, metric: string): number[] {
  return pairs
    .flatMap(({ launches }) => launches.filter((launch) => launch.arm === arm))
    .flatMap(({ cases }) => cases.find((result) => result.case === name)?.values?.[metric] ?? [])
    .filter((value) => value > 0)
}

interface CurveValue {
  readonly arm: Arm
  readonly x: number
  readonly value: number
  readonly low: number
  readonly high: number
}

/** From how large a ratio on a linear axis would hide the small values. */
const wide = 8

function specOf(values: readonly CurveValue[], load: Load, unit: string): Chart['spec'] {
  const xs = [...new Set(values.map(({ x }) => x))]
  const ys = values.flatMap(({ low, high }) => [low, high])
  const isWide = (all: readonly number[]) => Math.max(...all) >= wide * Math.min(...all)
  const x = {
    field: 'x',
    type: 'quantitative',
    title: load.title,
    scale: isWide(xs) ? ({ type: 'log', base: 2 } as const) : { zero: false },
    axis: { values: xs, grid: false, labelOverlap: true },
  } as const
  const y = (field: string) =>
    ({
      field,
      type: 'quantitative',
      title: unit,
      scale: isWide(ys) ? ({ type: 'log' } as const) : { zero: false },
      axis: { tickCount: 5, labelOverlap: true, grid: !isWide(ys) },
    }) as const
  const color = { field: 'arm', type: 'nominal', scale: armScale } as const
  const data = { values: [...values] }
  return layered([
    {
      data,
      mark: { type: 'area', opacity: 0.22 },
      encoding: { x, y: y('low'), y2: { field: 'high' }, color },
    },
    { data, mark: { type: 'line', strokeWidth: 1.5 }, encoding: { x, y: y('value'), color } },
    {
      data,
      mark: { type: 'point', filled: true, size: 40, opacity: 1 },
      encoding: {
        x,
        y: y('value'),
        color,
        shape: { field: 'arm', type: 'nominal', scale: { range: ['circle', 'square'] } },
      },
    },
  ])
}
