import { z } from 'zod'
import { betterSchema as better } from '../comparison/metric.js'
import { findingSchema } from './findings.js'
import { cellReasonSchema, metricReasonSchema, stoppedSchema } from './reasons.js'
import { verdicts } from './verdicts.js'

const verdict = z.enum(verdicts)
const count = z.int().nonnegative()
const fraction = z.number().nullable()
const byArm = z.strictObject({ main: count, pr: count })

/** The same in words; filled in where a judgement is written for others. */
const sentence = z.string().exactOptional()

/**
 * A change as a fraction, + is faster, with its 95 % interval (unadjusted). Null where there is none to
 * give.
 */
const change = { change: fraction, low: fraction, high: fraction }

const noiseSchema = z.strictObject({
  /** Launch to launch, shared by a launch's cases; null where a single pair or case cannot tell. */
  launch: fraction,
  /** One value within its launch. */
  within: fraction,
  /** One pair's change, mean over cases: what decides how much can be seen. */
  pair: fraction,
  /** Smallest change that the last look finds with 90 % power at this noise. */
  detectable: fraction,
})

const metricSchema = z.strictObject({
  metric: z.string(),
  unit: z.string(),
  better,
  /** True where it is over those cases alone in which the server fell behind the offered rate. */
  saturated: z.boolean().exactOptional(),
  /** Whether the metric decides. */
  gating: z.boolean(),
  /** False for tail percentiles, and for the queue of a saturated server: shown, never judged. */
  judged: z.boolean(),
  verdict,
  /** The margin, a fraction. */
  margin: z.number(),
  /** Pairs that have the metric. */
  pairs: count,
  ...change,
  /** Two-sided p, unadjusted. */
  p: z.number().nullable(),
  /** For "no change": the change is proven to be smaller than this fraction. */
  bound: fraction,
  /** The case of the metric that did worst. */
  worst: z.strictObject({ case: z.string(), change: z.number(), verdict }).nullable(),
  /** Cases that differ, with their mean change, the slower ones first; none where all do in one direction. */
  changed: z.array(z.strictObject({ cases: z.array(z.string()), change: z.number() })).default([]),
  /** For "no change": cases that are not proven to lie within the margin, with their intervals. */
  unproven: z.array(z.strictObject({ case: z.string(), low: z.number(), high: z.number() })).default([]),
  /**
   * For "unresolved": pairs in all that would settle it at this noise; null where that are more than can be
   * asked for, and where `reason` holds it.
   */
  pairsNeeded: count.nullable(),
  /** Where more are needed than can be asked for: the noise of a pair that as many as can would settle. */
  quietEnough: z.number().exactOptional(),
  noise: noiseSchema,
  /** Why it is missing, or unresolved whatever its mean shows. */
  reason: metricReasonSchema,
  sentence,
})

const cellSchema = z.strictObject({
  case: z.string(),
  metric: z.string(),
  unit: z.string(),
  better,
  gating: z.boolean(),
  verdict,
  ...change,
  /** Geometric means over the judged launches, in `unit`. */
  main: z.number().nullable(),
  pr: z.number().nullable(),
  /** Judged pairs that have a value in both arms, and the change of each of them. */
  pairs: count,
  pairChanges: z.array(z.number()).default([]),
  reason: cellReasonSchema,
})

const stageSchema = z.strictObject({
  model: z.string(),
  benchmarkType: z.string(),
  verdict,
  /** Valid pairs: complete and undisturbed. */
  pairs: count,
  /** Attempts at pairs seen. */
  attempts: count,
  /** Attempts wanted in all before the next judgement; equal to `attempts` when nothing more is wanted. */
  pairsWanted: count,
  /** All gating metrics have a verdict that more pairs would not change. */
  settled: z.boolean(),
  /** The look that the verdict was reached at, in pairs; null before the first. */
  look: count.nullable(),
  /** Why the stage stops or goes on. */
  stopped: stoppedSchema,
  /** Launches in complete attempts, an arm each. */
  launches: count,
  /** Disturbed launches. */
  disturbed: byArm,
  /** Complete attempts that are not judged, because one of their launches was disturbed. */
  disturbedPairs: z.array(z.strictObject({ pair: count, attempt: count })),
  /** Single values taken out because their case fell far behind its launch. */
  slowCases: byArm,
  metrics: z.array(metricSchema),
  cells: z.array(cellSchema),
  sentence,
})

/** What is said of a comparison, as the judge gives it, results.json holds it and every view shows it. */
export const judgementSchema = z.strictObject({
  verdict,
  stages: z.array(stageSchema),
  findings: z.array(findingSchema),
  /** The rules it was judged by. */
  threshold: z.number(),
  looks: z.array(count),
})

/** What is said of a comparison. Plain data: no NaN, no infinity, so JSON carries it as it is. */
export type Judgement = z.infer<typeof judgementSchema>
export type StageJudgement = z.infer<typeof stageSchema>
export type MetricJudgement = z.infer<typeof metricSchema>
export type CellJudgement = z.infer<typeof cellSchema>
export type Change = Pick<CellJudgement, 'change' | 'low' | 'high'>
/** Standard deviations as fractions. */
export type NoiseLevel = z.infer<typeof noiseSchema>
/** One number for each arm. */
export type ByArm = StageJudgement['disturbed']
/** The attempt at a pair in which a launch was disturbed. */
export type DisturbedPair = StageJudgement['disturbedPairs'][number]
export type WorstCase = NonNullable<MetricJudgement['worst']>
