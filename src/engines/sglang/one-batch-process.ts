import { coverByCrossProducts } from './one-batch-cover.js'
import { crossShapes, shapeText } from './one-batch-shape.js'
import type { BatchShape } from './one-batch-shape.js'

/**
 * A case as far as its process is concerned: its shape, and what it has to share with others to run with
 * them.
 */
export interface ProcessCase extends BatchShape {
  readonly tensorParallel: number
  readonly flags: readonly string[]
}

/** One run of `one_batch`: one loading of the model, then every case, `passes` times over. */
export interface OneBatchProcess<Case extends ProcessCase = ProcessCase> {
  readonly tensorParallel: number
  readonly flags: readonly string[]
  /** Without repeats: a pass is one going through the list. */
  readonly batchSizes: readonly number[]
  readonly inputLengths: readonly number[]
  readonly outputLengths: readonly number[]
  readonly passes: number
  /** In the order of measurement within a pass. */
  readonly cases: readonly Case[]
}

export interface ProcessOptions {
  /** One process a case: what the historical tool did, so that absolute numbers compare with old ones. */
  readonly isolate: boolean
  /** How often each case is measured in its process; the first pass is the warm-up of the shapes. */
  readonly passes: number
}

/**
 * Divides cases into processes that measure exactly them, in a deterministic way. Cases share a process if
 * their flags and tensor parallelism are equal and their shapes are a full cross product, because
 * `one_batch` crosses its lists. Other sets are covered greedily, the largest cross product first.
 *
 * After a crash the same function plans what is left. Equal cases are measured once.
 */
export function planProcesses<Case extends ProcessCase>(
  cases: readonly Case[],
  { isolate, passes }: ProcessOptions,
): OneBatchProcess<Case>[] {
  return groupBySettings(cases).flatMap((group) => {
    const blocks = isolate ? distinct(group).map((single) => [single]) : coverByCrossProducts(distinct(group))
    return blocks.map((block) => processOf(block, passes))
  })
}

/** What a process measures, in order: `passes` times the cases. */
export function measuredCases<Case extends ProcessCase>(
  process: Pick<OneBatchProcess<Case>, 'cases' | 'passes'>,
): Case[] {
  return Array.from({ length: process.passes }, () => process.cases).flat()
}

function groupBySettings<Case extends ProcessCase>(cases: readonly Case[]): Case[][] {
  const keys = new Set(cases.map(settingsKey))
  return [...keys].map((key) => cases.filter((one) => settingsKey(one) === key))
}

function settingsKey({ tensorParallel, flags }: ProcessCase): string {
  return JSON.stringify([tensorParallel, flags])
}

function distinct<Case extends ProcessCase>(cases: readonly Case[]): Case[] {
  return [...new Map(cases.toReversed().map((one) => [shapeText(one), one])).values()].toReversed()
}

function processOf<Case extends ProcessCase>(block: readonly Case[], passes: number): OneBatchProcess<Case> {
  const first = block[0]
  if (!first) throw new RangeError('a process without cases')
  const lists = {
    batchSizes: valuesOf(block, 'batchSize'),
    inputLengths: valuesOf(block, 'inputLength'),
    outputLengths: valuesOf(block, 'outputLength'),
  }
  const byShape = new Map(block.map((one) => [shapeText(one), one]))
  const shapes = crossShapes(lists.batchSizes, lists.inputLengths, lists.outputLengths)
  return {
    tensorParallel: first.tensorParallel,
    flags: first.flags,
    ...lists,
    passes,
    cases: shapes.flatMap((shape) => byShape.get(shapeText(shape)) ?? []),
  }
}

const valuesOf = (cases: readonly ProcessCase[], dimension: keyof BatchShape) => [
  ...new Set(cases.map((one) => one[dimension])),
]
