import type { NamedMetric } from '../view/named-metrics.js'
import { formatPercent } from '../words/numbers.js'
import { singleLine } from '../markdown/text.js'
import { type Chart, colours, layered, percentOf } from './chart.js'

const kinds = {
  noise: 'varies between pairs',
  detectable: 'smallest detectable slowdown',
  margin: 'margin',
} as const

interface NoiseValue {
  readonly label: string
  readonly kind: (typeof kinds)[keyof typeof kinds]
  readonly value: number
}

const mostRows = 24

/** The noise of each deciding metric against its margin. None where it is not known. */
export function noiseAgainstMargin(
  stages: readonly { readonly name: string; readonly metrics: readonly NamedMetric[] }[],
): Chart[] {
  const rows = stages.flatMap(({ name, metrics }) =>
    metrics.flatMap(({ label, judgement: { noise, margin } }) =>
      noise.pair === null
        ? []
        : [{ label: singleLine(`${name} ${label}`), ...noise, pair: noise.pair, margin }],
    ),
  )
  if (rows.length === 0 || rows.length > mostRows) return []
  const values = rows.flatMap(({ label, pair, detectable, margin }): NoiseValue[] => [
    { label, kind: kinds.noise, value: percentOf(pair) },
    ...(detectable === null ? [] : [{ label, kind: kinds.detectable, value: percentOf(detectable) }]),
    { label, kind: kinds.margin, value: percentOf(margin) },
  ])
  const summary = rows.map(
    ({ label, pair, margin }) => `${label} ${formatPercent(pair)}, margin ${formatPercent(margin)}`,
  )
  return [{ title: 'Noise against margin', summary: summary.join('; '), spec: specOf(values, rows.length) }]
}

function specOf(values: readonly NoiseValue[], rows: number): Chart['spec'] {
  const y = { field: 'label', type: 'nominal', sort: null, title: null } as const
  const x = { field: 'value', type: 'quantitative', title: '%' } as const
  const domain = Object.values(kinds)
  return layered(
    [
      {
        data: { values: values.filter(({ kind }) => kind === kinds.noise) },
        mark: { type: 'bar', color: colours.band, height: { band: 0.55 } },
        encoding: { y, x },
      },
      {
        data: { values: [...values] },
        mark: { type: 'point', filled: true, size: 55, opacity: 1 },
        encoding: {
          y,
          x,
          color: {
            field: 'kind',
            type: 'nominal',
            scale: { domain, range: [colours.soft, colours.pr, colours.ink] },
            legend: { columns: 1 },
          },
          shape: {
            field: 'kind',
            type: 'nominal',
            scale: { domain, range: ['circle', 'triangle-left', 'diamond'] },
          },
        },
      },
    ],
    rows,
  )
}
