/** What arithmetic on doubles adds to a change: 105 / 100 - 1 is a little more than 0.05. */
const roundingError = 1e-12

/**
 * Whether a change (a fraction) is as large as the margin, in either direction: then a proven one is
 * marked.
 */
export function reaches(change: number, margin: number): boolean {
  return Math.abs(change) >= margin - roundingError
}

/** Whether it is larger, as the historical rule of one run asks. */
export function exceeds(change: number, margin: number): boolean {
  return Math.abs(change) > margin + roundingError
}

/**
 * Where a change's interval lies at or beyond the margin as a whole; undefined where it reaches inside or
 * there is none.
 */
export function beyondMargin(
  { low, high }: { readonly low: number | null; readonly high: number | null },
  margin: number,
): 'faster' | 'slower' | undefined {
  if (low === null || high === null) return undefined
  if (low > 0 && reaches(low, margin)) return 'faster'
  return high < 0 && reaches(high, margin) ? 'slower' : undefined
}
