/** One bar: its label, its length as a share of the axis, and what is printed at its end. */
export interface Bar {
  readonly label: string
  readonly value: number
  readonly text: string
  readonly ours: boolean
}

/** A panel of bars under one title. */
export interface Panel {
  readonly title: string
  readonly top: number
  readonly bars: readonly Bar[]
}

const blue = '#1f77b4'
const grey = '#9aa5b1'
const ink = '#1b1f24'
const labelWidth = 205
const barWidth = 220
const rowHeight = 24
const panelWidth = labelWidth + barWidth + 70

/** Panels of horizontal bars side by side, as one SVG picture on a white ground. */
export function barPanels(title: string, panels: readonly Panel[]): string {
  const rows = Math.max(...panels.map(({ bars }) => bars.length))
  const width = panels.length * panelWidth + 20
  const height = 74 + rows * rowHeight
  const body = panels.map((panel, index) => drawPanel(panel, 10 + index * panelWidth)).join('\n')
  return picture(title, width, height, body)
}

function drawPanel({ title, top, bars }: Panel, left: number): string {
  const start = left + labelWidth
  const lines = bars.map((bar, index) => {
    const y = 66 + index * rowHeight
    const length = Math.max(1, (barWidth * Math.min(bar.value, top)) / top)
    return [
      text(start - 8, y + 13, bar.label, 'end', bar.ours ? 'bold' : 'normal'),
      `<rect x="${start}" y="${y}" width="${length.toFixed(1)}" height="17" fill="${bar.ours ? blue : grey}"/>`,
      text(start + length + 5, y + 13, bar.text, 'start', 'normal'),
    ].join('\n')
  })
  return [text(start, 52, title, 'start', 'bold'), ...lines].join('\n')
}

/** A curve: points as (x, y), both in the units of the axes. */
export interface Curve {
  readonly label: string
  readonly points: readonly (readonly [number, number])[]
  readonly ours: boolean
  /** Moves the label down, in pixels. */
  readonly labelShift: number
}

/** Curves over one pair of axes; y from 0 to `top`, labelled by `tick`. */
export function curves(
  title: string,
  axis: {
    readonly x: string
    readonly xs: readonly number[]
    readonly top: number
    readonly ticks: readonly number[]
    readonly tick: (y: number) => string
  },
  lines: readonly Curve[],
): string {
  const [left, top, width, height] = [70, 50, 480, 240]
  const first = Math.min(...axis.xs)
  const span = Math.max(...axis.xs) - first
  const x = (value: number) => left + (width * (value - first)) / span
  const y = (value: number) => top + height - (height * value) / axis.top
  const grid = axis.ticks.map((tick) =>
    [
      `<line x1="${left}" y1="${y(tick).toFixed(1)}" x2="${left + width}" y2="${y(tick).toFixed(1)}" stroke="#e3e7eb"/>`,
      text(left - 8, y(tick) + 4, axis.tick(tick), 'end', 'normal'),
    ].join('\n'),
  )
  const labels = axis.xs.map((value) => text(x(value), top + height + 18, String(value), 'middle', 'normal'))
  const drawn = lines.map(({ label, points, ours, labelShift }) => {
    const path = points
      .map(([px, py]) => `${x(px).toFixed(1)},${y(Math.min(py, axis.top)).toFixed(1)}`)
      .join(' ')
    const last = points.at(-1) ?? [0, 0]
    const dots = points.map(
      ([px, py]) =>
        `<circle cx="${x(px).toFixed(1)}" cy="${y(py).toFixed(1)}" r="3.5" fill="${ours ? blue : grey}"/>`,
    )
    return [
      `<polyline points="${path}" fill="none" stroke="${ours ? blue : grey}" stroke-width="2"/>`,
      ...dots,
      text(x(last[0]) + 8, y(last[1]) + 4 + labelShift, label, 'start', ours ? 'bold' : 'normal'),
    ].join('\n')
  })
  const xLabel = text(left + width / 2, top + height + 40, axis.x, 'middle', 'normal')
  return picture(
    title,
    left + width + 190,
    top + height + 56,
    [...grid, ...labels, xLabel, ...drawn].join('\n'),
  )
}

function picture(title: string, width: number, height: number, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="13">
<title>${escape(title)}</title>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${text(14, 24, title, 'start', 'bold', 15)}
${body}
</svg>
`
}

function text(x: number, y: number, content: string, anchor: string, weight: string, size = 13): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" font-weight="${weight}" font-size="${size}" fill="${ink}">${escape(content)}</text>`
}

function escape(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
