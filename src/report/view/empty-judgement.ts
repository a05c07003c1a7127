import type { StageJudgement } from '../../verdict/judgement.js'

/** The judgement of a stage in which nothing was measured. */
export function emptyJudgement({
  model,
  benchmarkType,
}: Pick<StageJudgement, 'model' | 'benchmarkType'>): StageJudgement {
  return {
    model,
    benchmarkType,
    verdict: 'missing',
    pairs: 0,
    attempts: 0,
    pairsWanted: 0,
    settled: false,
    look: null,
    stopped: { kind: 'nothing-measured' },
    launches: 0,
    disturbed: { main: 0, pr: 0 },
    disturbedPairs: [],
    slowCases: { main: 0, pr: 0 },
    metrics: [],
    cells: [],
  }
}
