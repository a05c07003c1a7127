import { checkOptions, checkSamples } from './verdict/given-input.js'
import { completeSample, type GivenSample } from './comparison/given-sample.js'
import { withKnownTraits } from './engines/known-traits.js'
import { metricItself } from './report/words/names.js'
import { withSentences } from './report/words/with-sentences.js'
import { judge as judgeSamples } from './verdict/judge.js'
import type { Judgement } from './verdict/judgement.js'
import type { JudgeOptions } from './verdict/options.js'

/**
 * Judges what paired launches of two versions measured, whatever measured it: verdicts with intervals for
 * every cell, stage metric, stage and for the comparison, how many pairs each stage wants before it is judged
 * again, and findings about the data. Changes are fractions, + is better. Pure; nothing in the result is NaN
 * or infinite, so it can be written as JSON. `prbench verdict FILE --json` prints the same.
 *
 * A sample is one value of one launch. Launches stand in pairs, one of each arm, next to each other in time.
 * Needed are case, metric, better, pair, arm and value; samples of several models or benchmark types name
 * them, and are judged as one family: give all of them at every look.
 *
 *     import { judge } from 'prbench'
 *
 *     const runs = [
 *       { pair: 1, arm: 'main', value: 1032.1 },
 *       { pair: 1, arm: 'pr', value: 1085.7 },
 *       // ... three pairs or more
 *     ]
 *     const samples = runs.map((run) => ({ case: 'BS=1', metric: 'throughput', better: 'higher', ...run }))
 *     const { verdict, stages } = judge(samples, { threshold: 0.05 })
 *
 * @throws OptionError, for options that cannot be judged by
 * @throws SamplesError, for samples that are no list. What is wrong with one of a list is a finding that
 * names row and column.
 */
export function judge(samples: readonly GivenSample[], options: JudgeOptions = {}): Judgement {
  checkSamples(samples)
  checkOptions(options)
  const given = withKnownTraits(samples.map(completeSample))
  return withSentences(judgeSamples(given, options), metricItself)
}

export { SamplesError } from './verdict/given-input.js'
export { OptionError, type JudgeOptions, type PlannedStage } from './verdict/options.js'
export { verdicts, type Verdict } from './verdict/verdicts.js'
export type { Arm } from './comparison/arm.js'
export type { GivenSample } from './comparison/given-sample.js'
export type { Better } from './comparison/metric.js'
export type { Sample } from './comparison/samples.js'
export type { CalibrationPrior } from './verdict/calibration.js'
export type { Finding, FindingKind } from './verdict/findings.js'
export type {
  ByArm,
  CellJudgement,
  Change,
  Judgement,
  MetricJudgement,
  NoiseLevel,
  StageJudgement,
  WorstCase,
} from './verdict/judgement.js'
