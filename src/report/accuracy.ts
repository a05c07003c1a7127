import { arms, type Arm } from '../comparison/arm.js'
import type { AccuracyRun } from '../comparison/launch.js'
import type { OnlineStagePlan } from '../comparison/plan.js'
import type { RunRecord } from '../results/record.js'
import { clip } from './clip.js'
import { formatCount } from './numbers.js'
import type { Tone } from './tone.js'

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

function accuracyRow(record: RunRecord, stage: OnlineStagePlan, threshold: number): AccuracyRow {
  const sides = arms.map((arm) => ({ arm, ...sideOf(runsOf(record, stage, arm)) }))
  const below = sides.filter(({ mean }) => mean !== undefined && mean < threshold)
  const missing = sides.filter(({ mean }) => mean === undefined)
  const named = (found: readonly { arm: Arm }[]) => found.map(({ arm }) => arm).join(' and ')
  const facts = {
    model: stage.model,
    main: sides[0]?.text ?? '',
    pr: sides[1]?.text ?? '',
    threshold: share(threshold),
    invalid: bothOf(sides.map((side) => side.invalid)),
    latency: bothOf(sides.map((side) => side.latency)),
  }
  if (below.length > 0) {
    const values = below.map(({ arm, mean }) => `${arm} ${share(mean ?? 0)}`).join(', ')
    const warning = `GSM8K accuracy of ${stage.model} is below its threshold of ${share(threshold)}: ${values}.`
    return { ...facts, verdict: `${named(below)} below the threshold`, tone: 'worse', warning }
  }
  if (missing.length > 0) {
    return { ...facts, verdict: `${named(missing)} missing`, tone: 'unknown', warning: '' }
  }
  return { ...facts, verdict: 'above the threshold', tone: 'same', warning: '' }
}

/** The runs of the last launch of an arm that was asked; a stage asks in its first pair, and again where that is redone. */
function runsOf(record: RunRecord, stage: OnlineStagePlan, arm: Arm): readonly AccuracyRun[] {
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
  const reason = clip(runs.find(({ accuracy }) => accuracy === null)?.reason ?? 'not measured')
  if (values.length === 0) return { text: `missing: ${reason}`, invalid: unknown, latency: unknown }
  const mean = meanOf(values)
  const answered = runs.filter(({ accuracy }) => accuracy !== null)
  const spread = values.length > 1 ? `, ${share(Math.min(...values))} to ${share(Math.max(...values))}` : ''
  const lacking = values.length < runs.length ? ` of ${String(runs.length)}; ${reason}` : ''
  return {
    mean,
    text: `${share(mean)} (${formatCount(values.length, 'run')}${lacking}${spread})`,
    invalid: meanText(
      answered.flatMap((run) => run.invalid ?? []),
      share,
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

/** Main and PR in one cell of the table. */
function bothOf(texts: readonly string[]): string {
  return texts.join(' / ')
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function share(value: number): string {
  return value.toFixed(3)
}
