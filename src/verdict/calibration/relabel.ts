import { otherArm } from '../../comparison/arm.js'
import type { StageTables } from '../tables.js'

/** A stage's tables with the arms swapped in the pairs of those numbers: main's launch counts as pr's. */
export function swapArms(stage: StageTables, pairs: ReadonlySet<number>): StageTables {
  const isSwapped = stage.attempts.map(({ pair }) => pairs.has(pair))
  return {
    ...stage,
    attempts: stage.attempts.map((attempt) =>
      pairs.has(attempt.pair) ? { ...attempt, first: otherArm(attempt.first) } : attempt,
    ),
    metrics: stage.metrics.map((metric) => {
      const { main, pr } = metric.logs
      const swap = (own: typeof main, other: typeof main) =>
        own.map((row, index) => (isSwapped[index] === true ? (other[index] ?? []) : row))
      return { ...metric, logs: { main: swap(main, pr), pr: swap(pr, main) } }
    }),
  }
}

/** A stage as it was after its first attempts. */
export function firstAttempts(stage: StageTables, attempts: number): StageTables {
  return {
    ...stage,
    attempts: stage.attempts.slice(0, attempts),
    metrics: stage.metrics.map((metric) => ({
      ...metric,
      logs: { main: metric.logs.main.slice(0, attempts), pr: metric.logs.pr.slice(0, attempts) },
    })),
  }
}
