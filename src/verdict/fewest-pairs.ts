/** No difference is named before so many pairs, or all that there will be: disturbed launches could not be told from it. */
const fewestPairs = 4
const fewestPairsWhenOddElsewhere = 5
const fewestPairsWhenOdd = 6

/**
 * Valid pairs before which no difference is named in a stage while more may follow: more where one of its launches was
 * off (`odd`), or one of another stage of the comparison (`anyOdd`).
 */
export function fewestPairsToDiffer(odd: boolean, anyOdd: boolean): number {
  if (odd) return fewestPairsWhenOdd
  return anyOdd ? fewestPairsWhenOddElsewhere : fewestPairs
}
