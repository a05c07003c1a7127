import { parse, View } from 'vega'
import { compile } from 'vega-lite'
import type { Chart } from './chart.js'

/** Pictures as SVG, by their chart. */
export type Drawings = ReadonlyMap<Chart, string>

/** Draws charts, without a screen and without a canvas. Text in them is escaped. */
export async function draw(charts: readonly Chart[]): Promise<Drawings> {
  const drawn = new Map<Chart, string>()
  for (const chart of charts) {
    const view = new View(parse(compile(chart.spec).spec), { renderer: 'none' })
    const svg = await view.toSVG()
    // The page says in words what it shows.
    drawn.set(chart, svg.replace('<svg ', '<svg aria-hidden="true" '))
    view.finalize()
  }
  return drawn
}
