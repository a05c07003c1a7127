import type { Sample } from '../comparison/samples.js'
import { looksAt, nextLook } from './statistics/spending.js'
import { at } from './statistics/at.js'
import { arrange, type RowOf } from './arrange.js'
import { checkStage } from './checks/check-stage.js'
import { composeCells } from './compose-cells.js'
import { composeMetric, type Course } from './compose-metric.js'
import { finding, shorten, type Finding } from './findings.js'
import { judgeToTheEnd, judgeStages, type StageVerdicts } from './judge-stages.js'
import type { DisturbedPair, Judgement, MetricJudgement, StageJudgement } from './judgement.js'
import { measureStage, type MeasuredStage } from './measure.js'
import { rulesOf, type JudgeOptions } from './options.js'
import { withPlanned } from './planned.js'
import type { Stopped } from './reasons.js'
import { splitSaturated } from './saturated.js'
import { attemptsWanted, isExhausted } from './wanted.js'
import { isMarked, worst, type Verdict } from './verdicts.js'

/**
 * Judges the samples of one comparison: verdicts of cells, stage metrics, stages and the comparison, what
 * each stage wants next, and findings about the data. Void rows are read and never judged. Bad data gives a
 * finding that names row and column, and a verdict on the rest; nothing in the result is NaN or infinite.
 *
 * Judged as one family: give it all stages' samples at every look. `rowOf` tells the row of a sample in the
 * file that it comes from, where that is not simply the next one.
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
  const gating = measured.flatMap(({ metrics }) => metrics.filter((metric) => metric.gating))
  const hypotheses = Math.max(1, gating.length)
  const anyOdd = measured.some(({ odd }) => odd)
  const course = { looks, hypotheses, anyOdd, final: rules.final }
  const stages = measured.map((stage, index) => composeStage(stage, at(verdicts, index), course))
  const checked = rules.checks
    ? measured.flatMap((stage, index) => checkStage(stage, at(verdicts, index), at(stages, index)))
    : []
  return {
    verdict: worst(stages.map(({ verdict }) => verdict)),
    stages,
    findings: shorten([...noSamples(samples), ...findings, ...checked]),
    threshold: rules.threshold,
    looks: [...rules.looks],
  }
}

function noSamples(samples: readonly Sample[]): Finding[] {
  return samples.length === 0 ? [finding({ kind: 'no-samples' })] : []
}

function composeStage(stage: MeasuredStage, verdicts: StageVerdicts, course: Course): StageJudgement {
  const { tables, judged, disturbed, slowCases, complete, look } = stage
  const composed = stage.metrics.map((metric, position) => {
    const cells = composeCells(stage, metric, verdicts.cells[position] ?? [])
    const context = { ...course, stage, doubt: at(verdicts.doubts, position) }
    return { cells, metric: composeMetric(metric, at(verdicts.metrics, position), cells, context) }
  })
  const deciding = composed.filter(({ metric }) => metric.gating)
  const named = deciding.flatMap(({ cells }) => cells.map(({ verdict }) => verdict).filter(decidesStage))
  const attempts = tables.attempts.length
  const ends = verdicts.settled || look?.last === true || course.final
  const pairsWanted = attemptsWanted(attempts, judged.length, ends, course.looks)
  return {
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
    disturbed: { ...disturbed },
    disturbedPairs: disturbedPairs(stage),
    slowCases: { ...slowCases },
    metrics: composed.map(({ metric }) => metric),
    cells: composed.flatMap(({ cells }) => cells),
  }
}

function disturbedPairs({ tables, setAside }: MeasuredStage): DisturbedPair[] {
  return tables.attempts
    .filter((_, index) => setAside[index] === true)
    .map(({ pair, attempt }) => ({ pair, attempt }))
}

/**
 * A stage of tail percentiles alone: nothing is judged, and it is missing only where none of them has a
 * value.
 */
function shownOnly(composed: readonly { readonly metric: MetricJudgement }[]): Verdict {
  return composed.some(({ metric }) => metric.verdict !== 'missing') ? 'unresolved' : 'missing'
}

/** A single case decides for its stage where it is marked or missing. */
function decidesStage(verdict: Verdict): boolean {
  return isMarked(verdict) || verdict === 'missing'
}

/**
 * A look may see more pairs than it is due at: one that stood apart may no longer, once the next is beside
 * it.
 */
function stoppedBecause(stage: MeasuredStage, verdicts: StageVerdicts, { looks, final }: Course): Stopped {
  const { look, complete, tables } = stage
  const { settled, instability } = verdicts
  const valid = stage.judged.length
  if (settled && complete === 0) return { kind: 'nothing-measured' }
  if (settled && !stage.metrics.some(({ gating }) => gating)) return { kind: 'nothing-decides' }
  if (settled && look !== undefined) return { kind: 'settled', pairs: look.pairs, valid }
  if (isExhausted(tables.attempts.length, looks)) return { kind: 'too-many-redone' }
  const next = nextLook(looks, valid)
  if (next === undefined) return { kind: 'last-look', pairs: look?.pairs ?? valid, valid }
  if (final) return { kind: 'ended', valid }
  return {
    kind: 'goes-on',
    pairs: next.pairs,
    doubts: instability.suspected ? ['arm-disturbed-more-often'] : [],
  }
}
