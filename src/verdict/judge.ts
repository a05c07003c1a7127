import { arms } from '../comparison/arm.js'
import type { Sample } from '../comparison/samples.js'
import { looksAt, nextLook, type Look } from './statistics/spending.js'
import { at } from './statistics/at.js'
import { arrange, type RowOf } from './arrange.js'
import { checkStage } from './checks/check-stage.js'
import { composeCells } from './compose-cells.js'
import { composeMetric } from './compose-metric.js'
import { finding, shorten, type Finding } from './findings.js'
import { judgeToTheEnd, judgeStages, type StageVerdicts } from './judge-stages.js'
import type { DisturbedPair, Judgement, MetricJudgement, StageJudgement } from './judgement.js'
import { measureStage, type MeasuredStage } from './measure.js'
import { rulesOf, type JudgeOptions } from './options.js'
import { withPlanned } from './planned.js'
import { splitSaturated } from './saturated.js'
import { stageSentence } from './sentences.js'
import { attemptsWanted, isExhausted } from './wanted.js'
import { counted } from './wording.js'
import { worst, type Verdict } from './words.js'

/**
 * Judges the samples of one comparison: verdicts of cells, stage metrics, stages and the comparison, what each stage wants
 * next, and findings about the data. Void rows are read and never judged. Bad data gives a finding that names row and
 * column, and a verdict on the rest; nothing in the result is NaN or infinite.
 *
 * Judged as one family: give it all stages' samples at every look. `rowOf` tells the row of a sample in the file that it comes
 * from, where that is not simply the next one.
 * @throws OptionError, for options that cannot be judged by, never for samples
 */
export function judge(samples: readonly Sample[], options: JudgeOptions = {}, rowOf?: RowOf): Judgement {
  const rules = rulesOf(options)
  const looks = looksAt(rules.looks)
  const { stages: tables, findings } = arrange(samples, rowOf)
  const seen = withPlanned(tables, rules.planned).map((stage) =>
    measureStage(splitSaturated(stage), looks, rules),
  )
  const { stages: measured, verdicts } = rules.final
    ? judgeToTheEnd(seen, looks)
    : { stages: seen, verdicts: judgeStages(seen, looks) }
  const hypotheses = measured.reduce(
    (sum, { metrics }) => sum + metrics.filter(({ gating }) => gating).length,
    0,
  )
  const anyOdd = measured.some(({ odd }) => odd)
  const stages = measured.map((stage, index) =>
    composeStage(stage, at(verdicts, index), { looks, hypotheses, anyOdd, final: rules.final }),
  )
  const checked = rules.checks
    ? measured.flatMap((stage, index) => checkStage(stage, at(verdicts, index), at(stages, index)))
    : []
  return {
    verdict: worst(stages.map(({ verdict }) => verdict)),
    stages,
    findings: shorten([...noSamples(samples), ...findings, ...checked]),
    threshold: rules.threshold,
    looks: rules.looks,
  }
}

function noSamples(samples: readonly Sample[]): Finding[] {
  return samples.length === 0 ? [finding('input', 'there are no samples to judge')] : []
}

/** What all stages of a comparison are judged by. */
interface Course {
  readonly looks: readonly Look[]
  /** Gating metrics of all stages: what the family tests. */
  readonly hypotheses: number
  /** A launch of any stage was off. */
  readonly anyOdd: boolean
  /** No pair will follow. */
  readonly final: boolean
}

function composeStage(stage: MeasuredStage, verdicts: StageVerdicts, course: Course): StageJudgement {
  const { tables, judged, disturbed, slowCases, complete, look } = stage
  const { looks, anyOdd } = course
  const context = { stage, looks, anyOdd, hypotheses: Math.max(1, course.hypotheses) }
  const composed = stage.metrics.map((metric, position) => {
    const cells = composeCells(stage, metric, verdicts.cells[position] ?? [])
    return {
      cells,
      metric: composeMetric(metric, at(verdicts.metrics, position), cells, {
        ...context,
        held: at(verdicts.held, position),
      }),
    }
  })
  const deciding = composed.filter(({ metric }) => metric.gating)
  const named = deciding.flatMap(({ cells }) => cells.map(({ verdict }) => verdict).filter(decidesStage))
  const attempts = tables.attempts.length
  const ends = verdicts.settled || look?.last === true || course.final
  const pairsWanted = attemptsWanted(attempts, judged.length, ends, course.looks)
  const facts = {
    model: tables.model,
    benchmarkType: tables.benchmarkType,
    verdict:
      deciding.length === 0
        ? shownOnly(composed)
        : worst([...deciding.map(({ metric }) => metric.verdict), ...named]),
    pairs: judged.length,
    attempts,
    pairsWanted,
    settled: verdicts.settled,
    look: look?.pairs ?? null,
    stopped: stoppedBecause(stage, verdicts, course),
    launches: complete,
    disturbed: { main: disturbed.main, pr: disturbed.pr },
    disturbedPairs: disturbedPairs(stage),
    slowCases: { main: slowCases.main, pr: slowCases.pr },
    metrics: composed.map(({ metric }) => metric),
    cells: composed.flatMap(({ cells }) => cells),
  }
  return { ...facts, sentence: stageSentence(facts) }
}

function disturbedPairs({ tables, setAside }: MeasuredStage): DisturbedPair[] {
  return tables.attempts
    .filter((_, index) => setAside[index] === true)
    .map(({ pair, attempt }) => ({ pair, attempt }))
}

/** A stage of tail percentiles alone: nothing is judged, and it is missing only where none of them has a value. */
function shownOnly(composed: readonly { readonly metric: MetricJudgement }[]): Verdict {
  return composed.some(({ metric }) => metric.verdict !== 'missing') ? 'unresolved' : 'missing'
}

/** A single case decides for its stage where it is marked or missing. */
function decidesStage(verdict: Verdict): boolean {
  return verdict === 'regression' || verdict === 'improvement' || verdict === 'missing'
}

function stoppedBecause(stage: MeasuredStage, verdicts: StageVerdicts, { looks, final }: Course): string {
  const { look, judged, complete, tables } = stage
  const { settled, hinted, instability } = verdicts
  if (settled && complete === 0) return `stops: ${arms.join(' and ')} never both gave a value`
  if (settled && !stage.metrics.some(({ gating }) => gating))
    return 'stops: tail percentiles are shown, never judged'
  if (settled && look !== undefined) return `settled at the look at ${lookTaken(look.pairs, judged.length)}`
  if (isExhausted(tables.attempts.length, looks))
    return 'stops unsettled: as many pairs were measured again as are allowed'
  const next = nextLook(looks, judged.length)
  if (next === undefined)
    return `stops unsettled at the last look, at ${lookTaken(look?.pairs ?? judged.length, judged.length)}`
  if (final) return `stops unsettled: no pair follows the ${judged.length} valid ones`
  const doubts = [
    ...(instability.suspected ? ['one arm is disturbed more often'] : []),
    ...(hinted ? ['a single case looks changed, not yet beyond chance'] : []),
  ]
  return `goes on to ${next.pairs} pairs${doubts.length === 0 ? '' : ` (${doubts.join('; ')})`}`
}

/**
 * A look may see more pairs than it is due at: a pair that stood apart is measured again, and may no longer stand apart
 * once the new one is beside it. Both are judged then.
 */
function lookTaken(due: number, valid: number): string {
  const pairs = counted(due, 'pair', 'pairs')
  return valid > due ? `${pairs} (${valid} are valid and judged)` : pairs
}
