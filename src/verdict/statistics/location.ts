import { at } from './at.js'

/** Arithmetic mean of at least one value. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the mean of no values')
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

/** Sum of squared deviations from the mean. */
export function sumOfSquares(values: readonly number[]): number {
  const centre = mean(values)
  let sum = 0
  for (const value of values) sum += (value - centre) ** 2
  return sum
}

/** Unbiased sample variance, sum of squares / (n - 1), of at least two values. */
export function variance(values: readonly number[]): number {
  if (values.length < 2) throw new RangeError('the variance of fewer than two values')
  return sumOfSquares(values) / (values.length - 1)
}

const fewValues = 24

/**
 * A sorted copy; by insertion where there are few values, which is most of the time and several times as
 * fast.
 */
function ascending(values: readonly number[]): ArrayLike<number> {
  if (values.length > fewValues) return new Float64Array(values).sort()
  const sorted: number[] = []
  for (const value of values) {
    let place = sorted.length
    for (; place > 0; place--) {
      const before = sorted[place - 1]
      if (before === undefined || before <= value) break
      sorted[place] = before
    }
    sorted[place] = value
  }
  return sorted
}

/**
 * Sample quantile by linear interpolation between order statistics, as R's default (type 7).
 * Source: Hyndman and Fan 1996, Sample quantiles in statistical packages.
 */
export function quantile(values: readonly number[], probability: number): number {
  const sorted = ascending(values)
  const position = probability * (sorted.length - 1)
  const below = sorted[Math.floor(position)]
  const above = sorted[Math.ceil(position)]
  if (below === undefined || above === undefined) throw new RangeError('a quantile of no values')
  return below + (position - Math.floor(position)) * (above - below)
}

/** Middle value; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  return values.length === 1 ? at(values, 0) : quantile(values, 0.5)
}
