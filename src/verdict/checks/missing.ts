import { byMetric } from './by-metric.js'
import { finding, type Finding } from '../findings.js'
import type { CellJudgement, StageJudgement } from '../judgement.js'
import type { CellReason } from '../reasons.js'

/**
 * Cells without a valid value, one finding for each reason; and fewer values than pairs. Metrics that lack
 * the same cases are named together: a throughput and the latency that it mirrors would say the same twice.
 */
export function checkMissing(stage: StageJudgement): Finding[] {
  const gaps = byMetric(stage).flatMap(({ metric: { metric }, cells }): Gap[] => {
    const missing = cells.filter(({ verdict }) => verdict === 'missing')
    const partial = cells.filter(({ verdict, pairs }) => verdict !== 'missing' && pairs < stage.pairs)
    const reasons = new Map(missing.map(({ reason }) => [JSON.stringify(reason), reason]))
    const gap = (lacking: readonly CellJudgement[]) => ({
      metric,
      cells: cells.length,
      cases: namesOf(lacking),
    })
    return [
      ...[...reasons].map(([key, reason]) => ({
        ...gap(missing.filter((cell) => JSON.stringify(cell.reason) === key)),
        reason,
      })),
      ...(partial.length === 0 ? [] : [gap(partial)]),
    ]
  })
  const alike = new Map<string, Gap[]>()
  for (const gap of gaps) {
    const key = JSON.stringify([gap.reason, gap.cells, gap.cases])
    alike.set(key, [...(alike.get(key) ?? []), gap])
  }
  return [...alike.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    const metrics = [...new Set(same.map(({ metric }) => metric))]
    const shared = { metrics, cases: [...first.cases], of: first.cells }
    const place = metrics.length === 1 ? { metric: first.metric } : {}
    return first.reason === undefined
      ? finding({ kind: 'partly-missing', ...shared, pairs: stage.pairs }, place)
      : finding({ kind: 'missing', ...shared, reason: first.reason }, place)
  })
}

/** Cases that a metric lacks. */
interface Gap {
  readonly metric: string
  readonly cases: readonly string[]
  /** Of so many cases. */
  readonly cells: number
  /** Why they have no value at all; absent where they only have fewer than there are pairs. */
  readonly reason?: CellReason | null
}

function namesOf(cells: readonly CellJudgement[]): string[] {
  return cells.map(({ case: name }) => name)
}
