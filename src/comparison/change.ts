/**
 * The change from main to pr, as a fraction, + is better whatever the metric's direction: pr/main - 1 where
 * higher is better, main/pr - 1 where lower is. Both values are positive.
 */
export function change(main: number, pr: number, better: 'higher' | 'lower'): number {
  return better === 'higher' ? pr / main - 1 : main / pr - 1
}

/** The sum; 0 of no values. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** The geometric mean of positive values; `undefined` where there are none. */
export function geometricMean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined
  const logarithms = values.map((value) => Math.log(value))
  return Math.exp(sum(logarithms) / values.length)
}

/** The median; `undefined` where there are no values. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle]
  if (upper === undefined || sorted.length % 2 === 1) return upper
  const lower = sorted[middle - 1]
  return lower === undefined ? upper : (lower + upper) / 2
}
