import { arms, otherArm, type Arm } from '../../comparison/arm.js'
import { finding, type Finding, type FindingKind } from '../findings.js'
import type { Instability } from '../instability.js'
import type { StageVerdicts } from '../judge-stages.js'
import type { MeasuredStage } from '../measure.js'
import { isSingleRun, oneLeft, singleRunWords } from '../single-run.js'
import type { UnstableCase } from '../unstable-cases.js'
import type { Unsteady } from '../unsteady.js'
import { counted, metricName, stageName } from '../wording.js'

/** Pairs that are not judged, and why: an arm without a value, or a disturbed launch; and arms that differ in that. */
export function checkAttempts(
  stage: MeasuredStage,
  { instability, unstableCases }: StageVerdicts,
): Finding[] {
  const { model, benchmarkType, attempts, metrics } = stage.tables
  const name = stageName(model, benchmarkType)
  const say = (kind: FindingKind, text: string) => finding(kind, `${name}: ${text}`, { model, benchmarkType })
  const findings: Finding[] = []
  const deciding = stage.metrics.filter(({ gating }) => gating).map(({ table }) => table)
  const counting = deciding.length === 0 ? metrics : deciding
  attempts.forEach(({ pair, attempt }, index) => {
    const isEmpty = (tables: typeof metrics, arm: Arm) =>
      tables.every((table) => (table.logs[arm][index] ?? []).every((value) => value === null))
    const empty = arms.filter((arm) => isEmpty(counting, arm))
    const lacking = empty.every((arm) => isEmpty(metrics, arm))
      ? 'valid value of'
      : 'valid value of a deciding metric in'
    const which = attempt === 1 ? `pair ${pair}` : `pair ${pair}, attempt ${attempt},`
    if (empty.length > 0)
      findings.push(
        say('incomplete-pair', `${which} has no ${lacking} ${empty.join(' and ')}; it is not judged`),
      )
  })
  for (const arm of arms) {
    const pairs = attempts
      .filter((_, index) => stage.disturbedAttempts[arm][index] === true)
      .map(({ pair, attempt }) => (attempt === 1 ? `${pair}` : `${pair} (attempt ${attempt})`))
    if (pairs.length > 0 && stage.unsteady === undefined)
      findings.push(
        say(
          'disturbed',
          `${arm} was disturbed (slower than its other launches) in ${pairs.length === 1 ? 'pair' : 'pairs'} ${pairs.join(', ')}; not judged`,
        ),
      )
    const slow = stage.slowCases[arm]
    if (slow > 0)
      findings.push(
        say(
          'disturbed',
          `${arm}: ${counted(slow, 'value', 'values')} left out that fell far behind their launch`,
        ),
      )
  }
  stage.metrics.forEach(({ table: { metric } }, position) => {
    for (const unstable of unstableCases[position] ?? []) {
      const place = { model, benchmarkType, metric, case: unstable.case }
      findings.push(
        finding('instability', `${name}, ${metricName(metric)}: ${slowNowAndThen(unstable)}`, place),
      )
    }
  })
  if (stage.unsteady !== undefined) findings.push(say('disturbed', unsteadyWords(stage, stage.unsteady)))
  if (stage.judged.length === 1)
    findings.push(say('single-run', isSingleRun(stage) ? singleRunWords : oneLeft(stage)))
  const { arm } = instability
  if (arm !== undefined && instability.suspected)
    findings.push(say('instability', unevenly(stage, arm, instability)))
  return findings
}

const stillJudged =
  'no pair is set aside, all are judged; a difference must stand out by swapping the arms within pairs, too'

function unsteadyWords({ disturbed, complete }: MeasuredStage, unsteady: Unsteady): string {
  if (unsteady === 'states')
    return `launches start in one of two states: the slow ones of one arm are as slow as the ordinary ones of the other; ${stillJudged}`
  return `disturbed launches (pr ${disturbed.pr} of ${complete}, main ${disturbed.main} of ${complete}) are too many to be exceptions: that is how this host runs; ${stillJudged}`
}

function slowNowAndThen({ case: name, arm, slow, launches, p }: UnstableCase): string {
  const other = otherArm(arm)
  const counts = `${name} falls far behind its launch in ${slow[arm]} of ${launches} launches of ${arm}, ${slow[other]} of ${launches} of ${other}`
  return `${counts}; those values are left out (Fisher's exact test against all of ${other}'s cases, one-sided p = ${p.toPrecision(2)})`
}

function unevenly({ disturbed, complete }: MeasuredStage, arm: Arm, { p, calibrated }: Instability): string {
  const other = otherArm(arm)
  const counts = `${arm} is disturbed in ${disturbed[arm]} of ${complete} launches, ${other} in ${disturbed[other]} of ${complete}`
  const known = calibrated === 0 ? '' : ` and ${counted(calibrated, 'calibrated one', 'calibrated ones')}`
  return `${counts} (Fisher's exact test against all of ${other}'s launches${known}, one-sided p = ${p.toPrecision(2)})`
}
