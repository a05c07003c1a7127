import type { KnownRegression } from '../../verdict/acknowledged.js'
import type { MetricNames } from './names.js'
import { stageName } from './names.js'
import { changeWords, formatPercent } from './numbers.js'

/** What is said of each regression that somebody has acknowledged, whether that holds or not. */
export function acknowledgedWords(regressions: readonly KnownRegression[], names: MetricNames): string[] {
  return regressions.flatMap(({ acknowledgement, holds, ...regression }) => {
    if (acknowledgement === undefined) return []
    const { who, why, until, bound } = acknowledgement
    const where = regression.case === undefined ? '' : ` at ${regression.case}`
    const what = `${stageName(regression)} ${names(regression, regression.metric)}${where} ${changeWords(regression.change)}`
    if (holds) {
      return [`Acknowledged: ${what}, at most ${formatPercent(bound)} until ${until}, by ${who}: ${why}`]
    }
    const problem =
      -regression.change > bound ? `it is worse than ${formatPercent(bound)}` : `that ended on ${until}`
    return [`No longer acknowledged: ${what}; ${problem} (by ${who}: ${why})`]
  })
}
