import { arms, type Arm } from '../../comparison/arm.js'
import type { AccuracyRun } from '../../comparison/launch.js'
import type { StagePlan } from '../../comparison/plan.js'
import { judgeAccuracy, type Question } from '../../verdict/accuracy.js'
import type { RunRecord } from '../../run/record.js'
import { clip } from './clip.js'
import { accuracyVerdictWords, accuracyWarning, runsWords, shareWords } from '../words/accuracy.js'
import type { Tone } from '../words/verdict.js'
import { reasonWords } from '../words/launch-reasons.js'

/** The accuracy of a model's servers in both arms: what was asked for before any performance counts. */
export interface AccuracyRow {
  readonly model: string
  readonly main: string
  readonly pr: string
  readonly threshold: string
  /** Answers that hold no number: the mean share of the runs, main and PR. */
  readonly invalid: string
  /** How long a run took, by the mean. */
  readonly latency: string
  readonly verdict: string
  readonly tone: Tone
  /** What the reader must know before the numbers; empty where both arms are accurate enough. */
  readonly warning: string
}

/** A row for each online stage that was to be asked for its accuracy. */
export function accuracyRows(record: RunRecord): AccuracyRow[] {
  return record.plan.stages.flatMap((stage) =>
    stage.benchmarkType === 'online' && stage.accuracy !== undefined
      ? [accuracyRow(record, stage, stage.accuracy.threshold)]
      : [],
  )
}

function accuracyRow(record: RunRecord, stage: StagePlan, threshold: number): AccuracyRow {
  const { model } = stage
  const runs = { main: runsOf(record, stage, 'main'), pr: runsOf(record, stage, 'pr') }
  const sides = { main: sideOf(runs.main), pr: sideOf(runs.pr) }
  const below = arms.flatMap((arm) => {
    const { mean = threshold } = sides[arm]
    return mean < threshold ? [{ arm, mean }] : []
  })
  const missing = arms.filter((arm) => sides[arm].mean === undefined)
  const judged = judgeAccuracy(questionsOf(runs), threshold)
  const facts = { model, threshold, below, missing, judged }
  // Where main is below it too, or alone, the pull request is not to blame.
  const crosses = below.map(({ arm }) => arm).join() === 'pr' && missing.length === 0
  return {
    model,
    main: sides.main.text,
    pr: sides.pr.text,
    threshold: shareWords(threshold),
    invalid: `${sides.main.invalid} / ${sides.pr.invalid}`,
    latency: `${sides.main.latency} / ${sides.pr.latency}`,
    verdict: accuracyVerdictWords(facts),
    tone: judged.isBeyondChance || crosses ? 'worse' : below.length + missing.length > 0 ? 'unknown' : 'same',
    warning: accuracyWarning(facts),
  }
}

/**
 * Each question's share of right answers over the runs of an arm; none where a run of the same questions is
 * not known of both.
 */
function questionsOf(runs: Readonly<Record<Arm, readonly AccuracyRun[]>>): Question[] {
  const answers = {
    main: runs.main.flatMap(({ right }) => right ?? []),
    pr: runs.pr.flatMap(({ right }) => right ?? []),
  }
  const lengths = new Set([...answers.main, ...answers.pr].map(({ length }) => length))
  const [length = 0] = lengths
  if (lengths.size !== 1 || answers.main.length === 0 || answers.pr.length === 0) return []
  const shareOf = (own: readonly string[], question: number) =>
    own.filter((right) => right[question] === '1').length / own.length
  return Array.from({ length }, (_, question) => ({
    main: shareOf(answers.main, question),
    pr: shareOf(answers.pr, question),
  }))
}

/**
 * The runs of the last launch of an arm that was asked; a stage asks in its first pair, and again where
 * that is redone.
 */
function runsOf(record: RunRecord, stage: StagePlan, arm: Arm): readonly AccuracyRun[] {
  const asked = record.pairs
    .filter((pair) => pair.stage === stage.name)
    .flatMap((pair) => pair.launches)
    .filter((launch) => launch.arm === arm && launch.accuracy !== undefined)
  const answered = asked.filter(({ accuracy }) => accuracy?.some((run) => run.accuracy !== null))
  return (answered.at(-1) ?? asked.at(-1))?.accuracy ?? []
}

interface Side {
  readonly mean?: number
  readonly text: string
  readonly invalid: string
  readonly latency: string
}

function sideOf(runs: readonly AccuracyRun[]): Side {
  const values = runs.flatMap(({ accuracy }) => accuracy ?? [])
  const why = runs.find(({ accuracy }) => accuracy === null)?.reason
  const reason = clip(why ? reasonWords(why) : 'not measured')
  if (values.length === 0) return { text: `missing: ${reason}`, invalid: unknown, latency: unknown }
  const mean = meanOf(values)
  const answered = runs.filter(({ accuracy }) => accuracy !== null)
  return {
    mean,
    text: runsWords(values, mean, runs.length, reason),
    invalid: meanText(
      answered.flatMap((run) => run.invalid ?? []),
      shareWords,
    ),
    latency: meanText(
      answered.flatMap((run) => run.latencySeconds ?? []),
      (value) => `${value.toFixed(1)} s`,
    ),
  }
}

const unknown = '-'

function meanText(values: readonly number[], text: (value: number) => string): string {
  return values.length === 0 ? unknown : text(meanOf(values))
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
