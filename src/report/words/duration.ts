import prettyMilliseconds from 'pretty-ms'

/** `48s`, `3m 5s`, `2h 10m`. */
export function duration(milliseconds: number): string {
  const rounded = Math.max(0, Math.round(milliseconds / 1000) * 1000)
  return rounded === 0 ? '0s' : prettyMilliseconds(rounded, { unitCount: 2 })
}
