import { arms, type Arm } from '../../comparison/arm.js'
import { present } from '../statistics/additive.js'
import { finding, type Finding } from '../findings.js'
import type { MeasuredStage } from '../measure.js'
import type { MetricTable } from '../tables.js'
import { metricName, stageName } from '../wording.js'
import { findCopies, type LaunchPlace } from './copies.js'

const fewestLaunches = 3

/** Values that no two real launches share: of a case in every launch of an arm, or of whole launches. */
export function checkIdentical({ tables }: MeasuredStage): Finding[] {
  const { model, benchmarkType, metrics, attempts } = tables
  const place = { model, benchmarkType }
  const name = stageName(model, benchmarkType)
  const copies = copyWords(findCopies(metrics, attempts)).map((words) =>
    finding('identical-values', `${name}: ${words}: copied, or read from the same file?`, place),
  )
  return [...copies, ...metrics.flatMap((table) => constantCases(table, name, place))]
}

/** Both arms of a pair with the same values are told together, over the pairs: one mistake makes all of them. */
function copyWords(groups: readonly (readonly LaunchPlace[])[]): string[] {
  const isPair = (launches: readonly LaunchPlace[]) => new Set(launches.map(({ pair }) => pair)).size === 1
  const pairs = [...new Set(groups.filter(isPair).flatMap((launches) => launches.map(({ pair }) => pair)))]
  const others = groups.filter((launches) => !isPair(launches))
  return [
    ...(pairs.length === 0
      ? []
      : [
          `main and pr have exactly the same values in ${pairs.length === 1 ? 'pair' : 'pairs'} ${pairs.join(', ')}`,
        ]),
    ...others.map((launches) => `${launches.map(launchWords).join(', ')} have exactly the same values`),
  ]
}

function launchWords({ arm, pair, attempt }: LaunchPlace): string {
  return `${arm} of pair ${pair}${attempt === 1 ? '' : ` (attempt ${attempt})`}`
}

/** Cases whose value is the same in every launch of an arm: real launches vary, a cached or made-up result does not. */
function constantCases(
  { metric, cases, logs }: MetricTable,
  name: string,
  place: Partial<Finding>,
): Finding[] {
  return arms.flatMap((arm: Arm) => {
    const same = cases.filter((_, column) => {
      const values = present(logs[arm].map((row) => row[column] ?? null))
      return values.length >= fewestLaunches && values.every((value) => value === values[0])
    })
    if (same.length === 0) return []
    const sentence = `${name}, ${metricName(metric)}: ${same.length} of ${cases.length} cases have the same value in every launch of ${arm}: cached, rounded or not measured?`
    return [finding('identical-values', sentence, { ...place, metric })]
  })
}
