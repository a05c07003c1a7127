import { hochberg, simes } from './statistics/multiplicity.js'

/** A stage's place in the family: p of each gating metric, and the level that its look may spend. */
export interface FamilyStage {
  readonly pValues: readonly number[]
  readonly level: number
}

/** What the family's procedure gave a stage: the level it was tested at, and which metrics differ. */
export interface FamilyOutcome {
  readonly level: number
  readonly rejected: readonly boolean[]
}

/**
 * Which metrics of which stages differ, the chance of one false word over all of them bounded by the
 * levels: Holm over the stages' Simes p, Hochberg within a stage. A stage hands its share on only when all
 * its metrics are rejected, and keeps its place in the divisor otherwise.
 */
export function testFamily(stages: readonly FamilyStage[]): FamilyOutcome[] {
  let outcomes = test(stages, stages.length)
  for (;;) {
    const divisor = stages.length - outcomes.filter(isExhausted).length
    const next = test(stages, Math.max(1, divisor))
    if (countRejected(next) === countRejected(outcomes)) return next
    outcomes = next
  }
}

function test(stages: readonly FamilyStage[], divisor: number): FamilyOutcome[] {
  return stages.map(({ pValues, level }) => {
    const own = level / divisor
    const open = pValues.length > 0 && own > 0 && simes(pValues) <= own
    return { level: own, rejected: open ? hochberg(pValues, own) : pValues.map(() => false) }
  })
}

function isExhausted(outcome: FamilyOutcome): boolean {
  return outcome.rejected.length > 0 && outcome.rejected.every(Boolean)
}

function countRejected(outcomes: readonly FamilyOutcome[]): number {
  return outcomes.reduce((sum, outcome) => sum + outcome.rejected.filter(Boolean).length, 0)
}
