import type { Plan, StagePlan } from '../comparison/plan.js'
import type { Cost, LargerBudget, Quote, StageQuote } from '../planning/quote.js'
import type { MetricForesight } from '../verdict/foresight.js'
import { tableLines } from '../report/terminal/table.js'
import { formatCount, formatPercent } from '../report/words/numbers.js'
import { duration } from '../report/words/duration.js'

/** A quote for a person: what a plan costs, what it can see, and what more pairs would buy. */
export function describeQuote(plan: Plan, quote: Quote): string[] {
  const detectable = detectableLines(plan, quote)
  // `--historical` takes one pair alone.
  const larger = plan.request.historical ? [] : quote.larger
  return [
    'cost, without image builds and repeated pairs',
    ...quote.stages.map(stageLine),
    `  if nothing changed: ${costText(quote.expected)}`,
    `  at most: ${costText(quote.most)}`,
    ...primingLines(quote),
    ...budgetLines(plan, quote),
    '',
    'smallest slowdown that is detected 90 % of the time, by number of valid pairs',
    ...(detectable.length === 0 ? ['  none: a single run has no significance test'] : detectable),
    ...larger.map((budget) => largerLine(plan, budget, detectable.length > 0)),
  ]
}

function stageLine(stage: StageQuote): string {
  const { name, launchSeconds, warmUpSeconds, launchesSeen, expectedPairs, mostPairs } = stage
  const source =
    launchesSeen === 0
      ? 'the recipe’s estimate'
      : `median of ${formatCount(launchesSeen, 'launch', 'launches')} on ${stage.host}`
  const pairs =
    expectedPairs < mostPairs
      ? `about ${expectedPairs.toFixed(1)} pairs, ${mostPairs} at most`
      : formatCount(mostPairs, 'pair')
  const warmUp =
    warmUpSeconds === 0 ? '' : `; ${duration(warmUpSeconds * 1000)} of it warm each load up, unmeasured`
  return `  ${name}: ${pairs}; a launch takes about ${duration(launchSeconds * 1000)} (${source})${warmUp}`
}

function costText({ launches, elapsedHours, hostHours, gpuHours }: Cost): string {
  const all = elapsedHours < hostHours ? `, ${count(hostHours)} host hours` : ''
  return `${launches.toFixed(0)} launches, ${duration(elapsedHours * 3_600_000)}${all}, ${count(gpuHours)} GPU hours`
}

function primingLines({ priming }: Quote): string[] {
  if (priming.launches === 0) return []
  const time = duration(priming.hostHours * 3_600_000)
  return [
    `  each new image first runs once, unmeasured: at most ${priming.launches} launches, ${time} plus compile time`,
  ]
}

function budgetLines({ request }: Plan, { most }: Quote): string[] {
  const { budgetSeconds } = request
  if (budgetSeconds === undefined) return []
  const share = budgetSeconds / 3600 / most.elapsedHours
  const what = share >= 1 ? 'is enough' : `is enough for about ${(100 * share).toFixed(0)} % of that`
  return [`  the budget of ${duration(budgetSeconds * 1000)} ${what}`]
}

/**
 * A table with a column for each look, and for each larger number of pairs; nothing where no look has a test.
 */
function detectableLines(plan: Plan, { stages, larger }: Quote): string[] {
  const looks = stages[0]?.metrics[0]?.looks.filter(({ change }) => change !== undefined) ?? []
  if (looks.length === 0) return []
  const header = [
    'Stage',
    'Metric',
    'Noise of a pair',
    'From',
    ...looks.map(({ pairs }) => String(pairs)),
    ...larger.map(({ maxPairs }) => `(${maxPairs})`),
  ]
  const rows = stages.flatMap((stage, index) =>
    stage.metrics.map((metric, position) => [
      stage.name,
      labelOf(plan.stages[index], metric.metric),
      percent(metric.pairSd),
      sourceOf(metric, stage, plan.calibration),
      ...looks.map(({ pairs }) => percent(metric.looks.find((look) => look.pairs === pairs)?.change)),
      ...larger.map(({ detectable }) => percent(detectable[index]?.[position] ?? undefined)),
    ]),
  )
  return tableLines({ header, numeric: header.map((_, column) => column === 2 || column > 3), rows })
}

function labelOf(stage: StagePlan | undefined, metric: string): string {
  return stage?.metrics.find(({ name }) => name === metric)?.label ?? metric
}

function sourceOf(metric: MetricForesight, stage: StageQuote, calibration: Plan['calibration']): string {
  const prior = calibration.find(
    (known) => `${known.model}/${known.benchmarkType}` === stage.name && known.metric === metric.metric,
  )
  return prior === undefined ? 'assumed' : `calibrated ${prior.days.at(-1) ?? ''}`
}

function largerLine({ request }: Plan, { maxPairs, most }: LargerBudget, hasColumn: boolean): string {
  const flag = request.pairs === undefined ? '--max-pairs' : '--pairs'
  const column = hasColumn ? `, the column (${maxPairs})` : ''
  return `  with ${flag} ${maxPairs}${column}: at most ${costText(most)}`
}

/** Two digits, or all before the point. */
function count(hours: number): string {
  return hours < 10 ? String(Number(hours.toPrecision(2))) : hours.toFixed(0)
}

function percent(fraction: number | undefined): string {
  return fraction === undefined ? '' : formatPercent(fraction)
}
