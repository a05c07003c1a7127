import { arms, type Arm } from '../../comparison/arm.js'
import { finding, type Finding, type FindingFacts } from '../findings.js'
import type { StageVerdicts } from '../judge-stages.js'
import type { MeasuredStage } from '../measure.js'
import { isSingleRun } from '../single-run.js'
import type { Attempt, MetricTable } from '../tables.js'

/**
 * Pairs that are not judged, and why: an arm without a value, or a disturbed launch; and arms that differ
 * in that.
 */
export function checkAttempts(stage: MeasuredStage, verdicts: StageVerdicts): Finding[] {
  const facts = [...incompletePairs(stage), ...arms.flatMap((arm) => disturbedOf(stage, arm))]
  return [
    ...facts.map((each) => finding(each)),
    ...unstableCases(stage, verdicts),
    ...[...onePair(stage), ...unevenly(stage, verdicts)].map((each) => finding(each)),
  ]
}

function incompletePairs(stage: MeasuredStage): FindingFacts[] {
  const { attempts, metrics } = stage.tables
  const deciding = stage.metrics.filter(({ gating }) => gating).map(({ table }) => table)
  const counting = deciding.length === 0 ? metrics : deciding
  return attempts.flatMap(({ pair, attempt }, index): FindingFacts[] => {
    const empty = arms.filter((arm) => isEmpty(counting, arm, index))
    const hasOthers = empty.some((arm) => !isEmpty(metrics, arm, index))
    return empty.length === 0 ? [] : [{ kind: 'incomplete-pair', pair, attempt, arms: empty, hasOthers }]
  })
}

function isEmpty(tables: readonly MetricTable[], arm: Arm, index: number): boolean {
  return tables.every((table) => (table.logs[arm][index] ?? []).every((value) => value === null))
}

function disturbedOf(stage: MeasuredStage, arm: Arm): FindingFacts[] {
  const attempts = stage.tables.attempts
    .filter((_, index) => stage.disturbedAttempts[arm][index] === true)
    .map(({ pair, attempt }: Attempt) => ({ pair, attempt }))
  const values = stage.slowCases[arm]
  return [
    ...(attempts.length > 0 && stage.unsteady === undefined
      ? [{ kind: 'disturbed', arm, attempts } as const]
      : []),
    ...(values > 0 ? [{ kind: 'outliers', arm, values } as const] : []),
  ]
}

function unstableCases({ metrics }: MeasuredStage, verdicts: StageVerdicts): Finding[] {
  return metrics.flatMap(({ table: { metric } }, position) =>
    (verdicts.unstableCases[position] ?? []).map(({ case: name, arm, slow, launches, p }) =>
      finding({ kind: 'unstable-case', arm, slow: { ...slow }, launches, p }, { metric, case: name }),
    ),
  )
}

function onePair(stage: MeasuredStage): FindingFacts[] {
  const { unsteady, disturbed, complete, judged } = stage
  return [
    ...(unsteady === undefined
      ? []
      : [
          { kind: 'unsteady-host', host: unsteady, disturbed: { ...disturbed }, launches: complete } as const,
        ]),
    ...(judged.length !== 1
      ? []
      : [
          isSingleRun(stage)
            ? ({ kind: 'single-run' } as const)
            : ({ kind: 'one-pair', of: complete } as const),
        ]),
  ]
}

function unevenly({ disturbed, complete }: MeasuredStage, { instability }: StageVerdicts): FindingFacts[] {
  const { arm, suspected, p, calibrated } = instability
  if (arm === undefined || !suspected) return []
  return [{ kind: 'instability', arm, disturbed: { ...disturbed }, launches: complete, calibrated, p }]
}
