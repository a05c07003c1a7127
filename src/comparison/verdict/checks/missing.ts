import { byMetric } from './by-metric.js'
import { finding, type Finding } from '../findings.js'
import type { StageJudgement } from '../judgement.js'
import { stageName } from '../wording.js'

/** Cells without a valid value, one sentence for each metric and reason; and fewer values than pairs. */
export function checkMissing(stage: StageJudgement): Finding[] {
  const { model, benchmarkType } = stage
  return byMetric(stage).flatMap(({ metric: { metric }, cells }) => {
    const missing = cells.filter(({ verdict }) => verdict === 'missing')
    const partial = cells.filter(({ verdict, pairs }) => verdict !== 'missing' && pairs < stage.pairs)
    const place = { model, benchmarkType, metric }
    const name = `${stageName(model, benchmarkType)}, ${metric}`
    const byReason = new Map<string, string[]>()
    for (const { case: own, reason } of missing) byReason.set(reason, [...(byReason.get(reason) ?? []), own])
    return [
      ...[...byReason].map(([reason, cases]) =>
        finding(
          'missing',
          `${name}: ${cases.length} of ${cells.length} cases missing (${listed(cases)}): ${reason}`,
          place,
        ),
      ),
      ...(partial.length === 0
        ? []
        : [
            finding(
              'partly-missing',
              `${name}: ${partial.length} of ${cells.length} cases (${listed(partial.map((cell) => cell.case))}) have fewer values than the ${stage.pairs} valid pairs`,
              place,
            ),
          ]),
    ]
  })
}

const mostListed = 5

function listed(cases: readonly string[]): string {
  const more = cases.length - mostListed
  return more > 0 ? `${cases.slice(0, mostListed).join('; ')} and ${more} more` : cases.join('; ')
}
