import type { TopLevelSpec } from 'vega-lite'

/** A picture as data: what `draw.ts` makes an SVG of. */
export interface Chart {
  /** What it shows of what, in a few words. */
  readonly title: string
  /** The same figures as a sentence, for who does not see it. */
  readonly summary: string
  readonly spec: TopLevelSpec
}

/** A part of a picture: marks and what they stand for. */
export type Layer = Extract<TopLevelSpec, { layer: unknown[] }>['layer'][number]

/** Colours are the page's own, so that they follow it into the dark. */
export const colours = {
  ink: 'var(--ink)',
  soft: 'var(--soft)',
  rule: 'var(--rule)',
  band: 'var(--band)',
  main: 'var(--main)',
  pr: 'var(--pr)',
} as const

/** Main and the pull request, each in its colour. */
export const armScale = { domain: ['main', 'pr'], range: [colours.main, colours.pr] }

/** Values as the picture shows them: a fraction in per cent. */
export function percentOf(fraction: number): number {
  return Number((100 * fraction).toPrecision(6))
}

const width = 210
/** Of a row of names, in pixels. */
const rowHeight = 23

/**
 * Without a canvas the width of a text is estimated, as if all its letters were wide: with this size it comes out
 * right for the size that the page gives it.
 */
export const fontSize = 8

/** The page's type and colours for axes and legends, no frame and no background. */
const config = {
  background: 'transparent',
  view: { stroke: null },
  aria: false,
  font: 'inherit',
  axis: {
    labelColor: colours.soft,
    titleColor: colours.soft,
    gridColor: colours.rule,
    domain: false,
    ticks: false,
    labelFontSize: fontSize,
    titleFontSize: fontSize,
    titleFontWeight: 400,
    labelPadding: 6,
    labelLimit: 0,
  },
  legend: {
    labelLimit: 0,
    title: null,
    orient: 'top',
    labelColor: colours.ink,
    labelFontSize: fontSize,
    symbolOpacity: 1,
  },
} as const

/** A picture of layers over shared axes; with `rows` as many high as it has names on its left. */
export function layered(layer: Layer[], rows?: number): TopLevelSpec {
  const height = rows === undefined ? 170 : rows * rowHeight
  return { config, width, height, padding: { left: 2, right: 14, top: 2, bottom: 2 }, layer }
}
