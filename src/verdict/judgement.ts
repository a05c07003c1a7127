import type { Better } from '../comparison/metric.js'
import type { Finding } from './findings.js'
import type { Verdict } from './words.js'

/** A change as a fraction, + is faster, with its 95 % interval (unadjusted). Null where there is none to give. */
export interface Change {
  readonly change: number | null
  readonly low: number | null
  readonly high: number | null
}

/** Standard deviations as fractions. */
export interface NoiseLevel {
  /** Launch to launch, shared by a launch's cases; null where a single pair or case cannot tell. */
  readonly launch: number | null
  /** One value within its launch. */
  readonly within: number | null
  /** One pair's change, mean over cases: what decides how much can be seen. */
  readonly pair: number | null
  /** Smallest change that the last look finds with 90 % power at this noise. */
  readonly detectable: number | null
}

/** The case of a metric that did worst. */
export interface WorstCase {
  readonly case: string
  readonly change: number
  readonly verdict: Verdict
}

export interface MetricJudgement extends Change {
  readonly metric: string
  readonly unit: string
  readonly better: Better
  /** True where it is over those cases alone in which the server fell behind the offered rate. */
  readonly saturated?: boolean
  /** Whether the metric decides. */
  readonly gating: boolean
  /** False for tail percentiles, and for the queue of a saturated server: shown, never judged. */
  readonly judged: boolean
  readonly verdict: Verdict
  /** The margin, a fraction. */
  readonly margin: number
  /** Pairs that have the metric. */
  readonly pairs: number
  /** Two-sided p, unadjusted. */
  readonly p: number | null
  /** For "no change": the change is proven to be smaller than this fraction. */
  readonly bound: number | null
  readonly worst: WorstCase | null
  /** For "unresolved": pairs in all that would settle it at this noise; null beyond 200, and where `reason` holds it. */
  readonly pairsNeeded: number | null
  readonly noise: NoiseLevel
  /** Why it is missing, or unresolved whatever its mean shows; else ''. */
  readonly reason: string
  /** The verdict as a reader gets it, with its figures. */
  readonly sentence: string
}

export interface CellJudgement extends Change {
  readonly case: string
  readonly metric: string
  readonly unit: string
  readonly better: Better
  readonly gating: boolean
  readonly verdict: Verdict
  /** Geometric means over the judged launches, in `unit`. */
  readonly main: number | null
  readonly pr: number | null
  readonly pairs: number
  readonly reason: string
}

/** One number for each arm. */
export interface ByArm {
  readonly main: number
  readonly pr: number
}

/** The attempt at a pair in which a launch was disturbed. */
export interface DisturbedPair {
  readonly pair: number
  readonly attempt: number
}

export interface StageJudgement {
  readonly model: string
  readonly benchmarkType: string
  readonly verdict: Verdict
  /** Valid pairs: complete and undisturbed. */
  readonly pairs: number
  /** Attempts at pairs seen. */
  readonly attempts: number
  /** Attempts wanted in all before the next judgement; equal to `attempts` when nothing more is wanted. */
  readonly pairsWanted: number
  /** All gating metrics have a verdict that more pairs would not change. */
  readonly settled: boolean
  /** The look that the verdict was reached at, in pairs; null before the first. */
  readonly look: number | null
  /** Why the stage stops or goes on. */
  readonly stopped: string
  /** Launches in complete attempts, an arm each. */
  readonly launches: number
  readonly disturbed: ByArm
  /** Complete attempts that are not judged, because one of their launches was disturbed. */
  readonly disturbedPairs: readonly DisturbedPair[]
  /** Single values taken out because their case fell far behind its launch. */
  readonly slowCases: ByArm
  readonly metrics: readonly MetricJudgement[]
  readonly cells: readonly CellJudgement[]
  readonly sentence: string
}

/** What is said of a comparison. Plain data: no NaN, no infinity, so JSON carries it as it is. */
export interface Judgement {
  readonly verdict: Verdict
  readonly stages: readonly StageJudgement[]
  readonly findings: readonly Finding[]
  /** The rules it was judged by. */
  readonly threshold: number
  readonly looks: readonly number[]
}
