import type { RunRecord } from '../../run/record.js'
import type { NextStep } from '../words/next-step.js'
import type { AccuracyRow } from './accuracy.js'
import { pairsLine, retryLine } from './commands.js'
import { comparisonVerdict } from './comparison-verdict.js'
import { pairGpuHours } from './pair-gpu-hours.js'
import { isComplete, type StageView } from './stage-view.js'

/** What a reader of a run's report should do next, the most urgent first. */
export function nextSteps(
  { plan, ending }: RunRecord,
  stages: readonly StageView[],
  accuracy: readonly AccuracyRow[],
): NextStep[] {
  if (ending === undefined) return [{ kind: 'wait' }]
  if (ending === 'build-failed') return [{ kind: 'mend-build' }]
  const models = accuracy.filter(({ tone }) => tone === 'worse').map(({ model }) => model)
  const slower = named(stages, ({ judged }) => judged.verdict === 'regression')
  const failing = named(stages, ({ missingCases }) => missingCases.some(({ arms }) => arms === 'pr'))
  const found = [
    ...step(failing.length > 0, { kind: 'mend-cases', stages: failing }),
    ...step(models.length > 0, { kind: 'mend-accuracy', models }),
    ...step(slower.length > 0, { kind: 'find-cause', stages: slower }),
    ...(ending === 'finished' ? unsettledSteps(plan, stages) : []),
    ...step(!stages.every(isRepeatable), { kind: 'measure-missing', command: retryLine(plan.comparison) }),
  ]
  if (found.length > 0) return found
  const [stage] = plan.stages
  if (plan.request.calibrate && stage !== undefined) return [{ kind: 'count-on-it', host: stage.host }]
  return comparisonVerdict(stages, accuracy) === 'unresolved' ? [] : [{ kind: 'nothing' }]
}

/** Whether a stage lacks nothing that measuring again could give: what fails in an arm fails again. */
function isRepeatable(stage: StageView): boolean {
  return isComplete({ ...stage, missingCases: stage.missingCases.filter(({ arms }) => arms === 'unknown') })
}

/** One run with as many pairs as the most doubtful metric needs, and the stages that no number of pairs settles. */
function unsettledSteps(plan: RunRecord['plan'], stages: readonly StageView[]): NextStep[] {
  if (plan.request.calibrate) return []
  const open = stages.flatMap(({ name, judged, metrics }) =>
    metrics
      .map(({ judgement }) => ({ name, ...judgement, pairs: judged.pairs }))
      .filter(
        ({ verdict, reason }) => verdict === 'unresolved' && (reason === null || reason.kind === 'one-pair'),
      ),
  )
  const untested = open.filter(({ low }) => low === null)
  const needed = open.flatMap(({ pairs, pairsNeeded }) =>
    pairsNeeded === null ? [] : [Math.max(pairsNeeded, pairs + 1)],
  )
  const loud = open.filter(({ low, pairsNeeded }) => low !== null && pairsNeeded === null)
  const most = needed.length === 0 ? undefined : Math.max(...needed)
  const gpuHours = plan.stages.reduce((sum, stage) => sum + (most ?? 0) * pairGpuHours(stage), 0)
  return [
    ...step(untested.length + needed.length > 0, {
      kind: 'more-pairs',
      command: pairsLine(plan, most),
      gpuHours,
    }),
    ...step(loud.length > 0, { kind: 'quieter-host', stages: [...new Set(loud.map(({ name }) => name))] }),
  ]
}

function named(stages: readonly StageView[], isSo: (stage: StageView) => boolean): string[] {
  return stages.filter(isSo).map(({ name }) => name)
}

function step(isSo: boolean, next: NextStep): NextStep[] {
  return isSo ? [next] : []
}
