import { defaultLooks } from './statistics/spending.js'
import type { Better, MetricTraits } from '../comparison/metric.js'
import type { CalibrationPrior } from './calibration.js'

/** A deciding metric that a stage was meant to measure. */
export interface PlannedMetric extends Partial<MetricTraits> {
  readonly metric: string
  readonly unit: string
  readonly better: Better
}

/** What a stage was meant to measure, so that what is missing can be named. */
export interface PlannedStage {
  readonly model: string
  readonly benchmarkType: string
  readonly cases: readonly string[]
  readonly metrics: readonly PlannedMetric[]
  /** Thresholds of the stage's single metrics; they go before those of `JudgeOptions.margins`. */
  readonly margins?: Readonly<Record<string, number>>
}

/** How to judge. Everything has a default. */
export interface JudgeOptions {
  /** Smallest change that counts, as a fraction: 0.05. */
  readonly threshold?: number
  /** Thresholds of single metrics in any stage. */
  readonly margins?: Readonly<Record<string, number>>
  /**
   * Numbers of valid pairs at which the comparison is judged, ascending: 3 4 5 6 8 10. One number: the
   * whole budget there.
   */
  readonly looks?: readonly number[]
  readonly calibration?: readonly CalibrationPrior[]
  readonly planned?: readonly PlannedStage[]
  /**
   * True where no pair will follow whatever the verdict (a budget is used up): the last look is taken now.
   */
  readonly final?: boolean
  /** False leaves the checks of the data out (drift, order, single launches ...): true. */
  readonly checks?: boolean
}

/** Options with every default in place. */
export type Rules = Required<JudgeOptions>

/** Options that cannot be judged by; the message names the option and what it must be. */
export class OptionError extends Error {
  override readonly name = 'OptionError'
}

/**
 * Fills in the defaults.
 * @throws OptionError, for a threshold or margin outside 0 to 1, or looks that are not ascending whole
 * numbers
 */
export function rulesOf(options: JudgeOptions): Rules {
  const rules = {
    threshold: options.threshold ?? 0.05,
    margins: options.margins ?? {},
    looks: options.looks ?? defaultLooks,
    calibration: options.calibration ?? [],
    planned: options.planned ?? [],
    final: options.final ?? false,
    checks: options.checks ?? true,
  }
  checkFraction('threshold', rules.threshold)
  for (const margins of [rules.margins, ...rules.planned.map((stage) => stage.margins ?? {})])
    for (const [metric, margin] of Object.entries(margins)) checkFraction(`margin of ${metric}`, margin)
  const ascending = rules.looks.every(
    (look, index) => Number.isSafeInteger(look) && look > (index === 0 ? 0 : (rules.looks[index - 1] ?? 0)),
  )
  if (rules.looks.length === 0 || !ascending)
    throw new OptionError(
      `looks must be ascending whole numbers of pairs from 1, not [${rules.looks.join(', ')}]`,
    )
  return rules
}

function checkFraction(name: string, value: number): void {
  if (!(value > 0 && value < 1))
    throw new OptionError(`${name} must lie between 0 and 1 (0.05 is 5 %), not ${value}`)
}

/** Names come from files: one like `constructor` must not find what every object inherits. */
function ownEntry<Value>(entries: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined
}

/** What a stage was meant to measure, where that was told. */
export function plannedOf(
  { planned }: Pick<Rules, 'planned'>,
  { model, benchmarkType }: Pick<PlannedStage, 'model' | 'benchmarkType'>,
): PlannedStage | undefined {
  return planned.find((one) => one.model === model && one.benchmarkType === benchmarkType)
}

/**
 * The margin of a stage's metric as a fraction: the stage's, the option's, or the threshold, but the
 * metric's own least.
 */
export function marginOf(
  rules: Rules,
  { model, benchmarkType }: Pick<PlannedStage, 'model' | 'benchmarkType'>,
  { metric, leastMargin = 0 }: { readonly metric: string; readonly leastMargin?: number },
): number {
  const planned = plannedOf(rules, { model, benchmarkType })
  const own = ownEntry(planned?.margins ?? {}, metric) ?? ownEntry(rules.margins, metric)
  return own ?? Math.max(leastMargin, rules.threshold)
}
