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

/** A change as `+5.2`, in per cent, from a fraction; + is faster. */
export function formatSigned(change: number): string {
  if (change > largestChange) return `more than +${100 * largestChange}`
  const percent = (change * 100).toFixed(1)
  if (Number(percent) === 0) return '+0.0'
  return change > 0 ? `+${percent}` : percent
}

/** A change as `+5.2 %`, for a column that says what + is. */
export function formatChange(change: number): string {
  return `${formatSigned(change)} %`
}

/** The same as the historical report's table has it, which scripts read: `+5.2%`. */
export function historicalChange(change: number): string {
  return `${formatSigned(change)}%`
}

/** A change in a sentence, where a minus on a latency would read as faster: `7.2 % slower`. */
export function changeWords(change: number): string {
  const size = formatSigned(Math.abs(change)).replace('+', '')
  return `${size} % ${change < 0 ? 'slower' : 'faster'}`
}

/** A range of changes as `+4.1 % to +6.3 %`. */
export function formatInterval({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${formatChange(low)} to ${formatChange(high)}`
}

/** A share, a spread or a bound as `14.6 %`, from a fraction; two digits below 1 %. */
export function formatPercent(fraction: number): string {
  const percent = 100 * fraction
  return `${percent.toFixed(Math.abs(percent) < 1 ? 2 : 1)} %`
}

/** A margin as `±5 %`. */
export function formatMargin(margin: number): string {
  return `±${Number((100 * margin).toFixed(2))} %`
}

/** Hours of GPUs as `4.3 GPU hours`, whole ones from ten on. */
export function formatHours(hours: number): string {
  return `${hours < 10 ? hours.toFixed(1) : hours.toFixed(0)} GPU hours`
}

/** A whole number of things: `1 pair`, `4 pairs`. */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`
}

/** The first few of several things, and how many more there are: `a; b and 3 more`. */
export function formatList(items: readonly string[], most: number, separator = ', '): string {
  const more = items.length - most
  return more > 0 ? `${items.slice(0, most).join(separator)} and ${more} more` : items.join(separator)
}

function decimalsFor(value: number): number {
  if (value === 0) return 0
  return significantDigits - 1 - Math.floor(Math.log10(Math.abs(value)))
}
