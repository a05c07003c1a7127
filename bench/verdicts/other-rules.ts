import { mean, median } from '../../src/verdict/statistics/location.js'
import { launchOf, stageTables, type Draw } from './draw.js'
import { simulatedPlan } from './plan.js'
import { mannWhitneyP, signedRankP } from './rank-tests.js'
import type { RuleOutcome, Word } from './words-found.js'

const pairs = 10

/** Launches of the four stages of one arm: how far apart the arms run when one follows the other. */
const armsApart = simulatedPlan.length

/** The tool that prbench replaces: one launch an arm, all of main first, +-5 % on every cell. */
export function historicalRule(draw: Draw): RuleOutcome {
  const words: Word[] = []
  simulatedPlan.forEach((plan, stage) => {
    const main = launchOf(draw, stage, 0, 'main')
    const pr = launchOf(draw, stage, armsApart, 'pr')
    plan.metrics.forEach((_, metric) => {
      plan.cases.forEach((_name, index) => {
        const ratio = difference(pr[metric]?.[index], main[metric]?.[index])
        if (ratio !== undefined && Math.abs(Math.expm1(ratio)) > 0.05)
          words.push({ stage, metric, case: index, sign: Math.sign(ratio), mark: true })
      })
    })
  })
  return withoutIntervals(words, 2)
}

function difference(pr: number | null | undefined, main: number | null | undefined): number | undefined {
  return pr === null || pr === undefined || main === null || main === undefined ? undefined : pr - main
}

/** Values of one cell over the pairs of launches, missing ones left out. */
interface CellValues {
  readonly main: readonly number[]
  readonly pr: readonly number[]
  readonly ratios: readonly number[]
}

/** A rule that tests each cell by itself: the sign of a difference, 0 for none. */
type CellRule = (cell: CellValues) => number

/** Pinpoint's: Wilcoxon's signed-rank test at .05. */
const wilcoxon: CellRule = ({ ratios }) => (signedRankP(ratios) < 0.05 ? Math.sign(median(ratios)) : 0)

/** benchstat's: Mann-Whitney at .05. */
const mannWhitney: CellRule = (cell) => (mannWhitneyP(cell.pr, cell.main) < 0.05 ? shift(cell) : 0)

/** Mann-Whitney at .05 and 5 %. */
const mannWhitneyAndMargin: CellRule = (cell) => (Math.abs(shiftSize(cell)) >= 0.05 ? mannWhitney(cell) : 0)

/** asv's: Mann-Whitney at .002 and 10 %. */
const asv: CellRule = (cell) =>
  Math.abs(shiftSize(cell)) >= 0.1 && mannWhitneyP(cell.pr, cell.main) < 0.002 ? shift(cell) : 0

/** Ten per cent on the means. */
const tenPercent: CellRule = ({ main, pr }) => {
  const change = mean(pr) - mean(main)
  return Math.abs(Math.expm1(change)) > 0.1 ? Math.sign(change) : 0
}

function shiftSize({ main, pr }: CellValues): number {
  return Math.expm1(median(pr) - median(main))
}

function shift(cell: CellValues): number {
  return Math.sign(shiftSize(cell))
}

/** Rules that other tools use, each on every cell of ten pairs. */
const cellRules: Readonly<Record<string, CellRule>> = {
  'Wilcoxon .05': wilcoxon,
  'Mann-Whitney .05': mannWhitney,
  'Mann-Whitney .05 and 5 %': mannWhitneyAndMargin,
  'Mann-Whitney .002 and 10 %': asv,
  '10 % flat': tenPercent,
}

/** What each of those rules says, all on the same ten pairs. */
export function otherRules(draw: Draw): Record<string, RuleOutcome> {
  const words: Record<string, Word[]> = {}
  for (const name of Object.keys(cellRules)) words[name] = []
  simulatedPlan.forEach((plan, stage) => {
    const { metrics } = stageTables(draw, stage, pairs)
    metrics.forEach(({ logs }, metric) => {
      plan.cases.forEach((_, index) => {
        const cell = cellValues(logs, index)
        for (const [name, rule] of Object.entries(cellRules)) {
          const sign = rule(cell)
          if (sign !== 0) words[name]?.push({ stage, metric, case: index, sign, mark: true })
        }
      })
    })
  })
  return Object.fromEntries(
    Object.entries(words).map(([name, found]) => [name, withoutIntervals(found, 2 * pairs)]),
  )
}

type Rows = readonly (readonly (number | null)[])[]

function cellValues(logs: Readonly<Record<'main' | 'pr', Rows>>, index: number): CellValues {
  const main: number[] = []
  const pr: number[] = []
  const ratios: number[] = []
  logs.main.forEach((row, pair) => {
    const ofMain = row[index] ?? null
    const ofPr = logs.pr[pair]?.[index] ?? null
    if (ofMain !== null) main.push(ofMain)
    if (ofPr !== null) pr.push(ofPr)
    if (ofMain !== null && ofPr !== null) ratios.push(ofPr - ofMain)
  })
  return { main, pr, ratios }
}

function withoutIntervals(words: readonly Word[], launchesPerStage: number): RuleOutcome {
  const no = simulatedPlan.map(() => false)
  return {
    words,
    launchesPerStage,
    noChange: no,
    unresolved: no,
    unstable: no,
    stale: false,
    intervals: simulatedPlan.map(() => []),
    cellIntervals: simulatedPlan.map(() => []),
  }
}
