/** Significant digits that a small value keeps, so that its change can be seen in it. */
const significantDigits = 3

/**
 * A value as the report prints it, without its unit. Two decimals, as the historical report had them, but
 * three for seconds below ten, and more where less than three significant digits were left.
 */
export function formatValue(value: number, unit: string): string {
  if (value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-9)) {
    return value.toExponential(significantDigits)
  }
  const fewest = unit === 's' && Math.abs(value) < 10 ? 3 : 2
  return value.toFixed(Math.max(fewest, decimalsFor(value)))
}

/** Larger changes are no longer told apart: one value of the two is next to nothing. */
const largestChange = 100

/** A change as `+5.2%`, from a fraction; + is faster. */
export function formatChange(change: number): string {
  if (change > largestChange) return `more than +${100 * largestChange}%`
  const percent = (change * 100).toFixed(1)
  if (Number(percent) === 0) return '+0.0%'
  return change > 0 ? `+${percent}%` : `${percent}%`
}

/** A range of changes as `+4.1% to +6.3%`. */
export function formatInterval(interval: readonly [number, number]): string {
  return `${formatChange(interval[0])} to ${formatChange(interval[1])}`
}

/** A share, a spread or a bound as `14.6%`, from a fraction; two digits below 1 %. */
export function formatPercent(fraction: number): string {
  const percent = 100 * fraction
  return `${percent.toFixed(Math.abs(percent) < 1 ? 2 : 1)}%`
}

/** A whole number of things: `1 pair`, `4 pairs`. */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`
}

function decimalsFor(value: number): number {
  if (value === 0) return 0
  return significantDigits - 1 - Math.floor(Math.log10(Math.abs(value)))
}
