import { interval } from '../../src/verdict/statistics/equivalence.js'
import type { CalibrationPrior } from '../../src/verdict/calibration.js'
import { isDifference, type Verdict } from '../../src/verdict/verdicts.js'
import { stageTables, type Draw } from './draw.js'
import { runLive } from './live.js'
import { simulatedPlan } from './plan.js'
import type { RuleOutcome, Word } from './words-found.js'

/** prbench's rule on one draw. */
export function ourRule(draw: Draw, calibration: readonly CalibrationPrior[]): RuleOutcome {
  const { stages, verdicts, launches } = runLive(
    simulatedPlan.length,
    (stage, attempts) => stageTables(draw, stage, attempts),
    calibration,
  )
  const words: Word[] = []
  verdicts.forEach((stage, stageIndex) => {
    stage.metrics.forEach((verdict, metric) => {
      const mean = stages[stageIndex]?.metrics[metric]?.reduced?.estimate.mean ?? 0
      pushWord(words, verdict, { stage: stageIndex, metric, case: undefined, sign: Math.sign(mean) })
    })
    stage.cells.forEach((cells, metric) => {
      cells.forEach((verdict, index) => {
        const cell = stages[stageIndex]?.metrics[metric]?.cells[index]
        const sign = Math.sign(cell?.estimate.mean ?? 0)
        pushWord(words, verdict, { stage: stageIndex, metric, case: cell?.column, sign })
      })
    })
  })
  const has = (wanted: Verdict) => verdicts.map((stage) => stage.metrics.includes(wanted))
  const unstable = has('unstable')
  return {
    words,
    launchesPerStage: launches.reduce((sum, count) => sum + count, 0) / launches.length,
    noChange: has('no-change'),
    unresolved: has('unresolved').map((unresolved, stage) => unresolved || unstable[stage] === true),
    unstable,
    stale: stages.some(({ metrics }) =>
      metrics.some(({ gating, reduced }) => gating && reduced?.calibrated?.stale === true),
    ),
    intervals: stages.map((stage) =>
      stage.metrics.flatMap(({ reduced }) =>
        reduced === undefined ? [] : [interval(reduced.estimate, 0.05)],
      ),
    ),
    cellIntervals: stages.map((stage) =>
      stage.metrics.flatMap(({ cells }) =>
        cells.map((cell) => ({ case: cell.column, ...interval(cell.estimate, 0.05) })),
      ),
    ),
  }
}

function pushWord(words: Word[], verdict: Verdict, word: Omit<Word, 'mark'>): void {
  if (isDifference(verdict))
    words.push({ ...word, mark: verdict === 'regression' || verdict === 'improvement' })
  if (verdict === 'unstable') words.push({ ...word, sign: -1, mark: false })
}
