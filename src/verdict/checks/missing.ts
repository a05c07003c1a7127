import { byMetric } from './by-metric.js'
import { finding, type Finding } from '../findings.js'
import type { CellJudgement, StageJudgement } from '../judgement.js'
import { metricName, stageName } from '../wording.js'

/**
 * Cells without a valid value, one sentence for each reason; and fewer values than pairs. Metrics that lack the same cases are
 * named together: a throughput and the latency that it mirrors would say the same twice.
 */
export function checkMissing(stage: StageJudgement): Finding[] {
  const { model, benchmarkType } = stage
  const gaps = byMetric(stage).flatMap(({ metric: { metric }, cells }): Gap[] => {
    const missing = cells.filter(({ verdict }) => verdict === 'missing')
    const partial = cells.filter(({ verdict, pairs }) => verdict !== 'missing' && pairs < stage.pairs)
    const reasons = [...new Set(missing.map(({ reason }) => reason))]
    const gap = (lacking: readonly CellJudgement[]) => ({
      metric,
      cells: cells.length,
      cases: namesOf(lacking),
    })
    return [
      ...reasons.map((why) => ({ ...gap(missing.filter(({ reason }) => reason === why)), why })),
      ...(partial.length === 0 ? [] : [gap(partial)]),
    ]
  })
  const alike = new Map<string, Gap[]>()
  for (const gap of gaps) {
    const key = JSON.stringify([gap.why, gap.cells, gap.cases])
    alike.set(key, [...(alike.get(key) ?? []), gap])
  }
  return [...alike.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    const metrics = [...new Set(same.map(({ metric }) => metric))]
    const of = `${first.cases.length} of ${first.cells} cases`
    const text =
      first.why === undefined
        ? `${of} (${listed(first.cases)}) have fewer values than the ${stage.pairs} valid pairs`
        : `${of} missing (${listed(first.cases)}): ${first.why}`
    return finding(
      first.why === undefined ? 'partly-missing' : 'missing',
      `${stageName(model, benchmarkType)}, ${metrics.map(metricName).join(', ')}: ${text}`,
      { model, benchmarkType, ...(metrics.length === 1 ? { metric: first.metric } : {}) },
    )
  })
}

/** Cases that a metric lacks. */
interface Gap {
  readonly metric: string
  readonly cases: readonly string[]
  /** Of so many cases. */
  readonly cells: number
  /** Why they have no value at all; absent where they only have fewer than there are pairs. */
  readonly why?: string
}

function namesOf(cells: readonly CellJudgement[]): string[] {
  return cells.map(({ case: name }) => name)
}

const mostListed = 5

function listed(cases: readonly string[]): string {
  const more = cases.length - mostListed
  return more > 0 ? `${cases.slice(0, mostListed).join('; ')} and ${more} more` : cases.join('; ')
}
