import { byArm, otherArm, type Arm } from '../../comparison/arm.js'
import type { StageTables } from '../tables.js'

/** A stage's tables with the arms swapped in the pairs of those numbers: main's launch counts as pr's. */
export function swapArms(stage: StageTables, pairs: ReadonlySet<number>): StageTables {
  const isSwapped = stage.attempts.map(({ pair }) => pairs.has(pair))
  return {
    ...stage,
    attempts: stage.attempts.map((attempt) =>
      pairs.has(attempt.pair) ? { ...attempt, first: otherArm(attempt.first) } : attempt,
    ),
    metrics: stage.metrics.map(({ logs, ...metric }) => {
      const swap = (arm: Arm) =>
        logs[arm].map((row, index) => (isSwapped[index] === true ? (logs[otherArm(arm)][index] ?? []) : row))
      return { ...metric, logs: byArm(swap) }
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
      logs: byArm((arm) => metric.logs[arm].slice(0, attempts)),
    })),
  }
}
