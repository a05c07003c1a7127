import { z } from 'zod'
import { arms, type Arm } from './arm.js'

export type ImageState = 'waiting' | 'building' | 'ready' | 'failed'
export type StageState = 'waiting' | 'running' | 'measured' | 'failed' | 'stopped' | 'cancelled' | 'skipped'
export type ComparisonPhase =
  'resolving' | 'building' | 'measuring' | 'judging' | 'reporting' | 'finished' | 'failed' | 'cancelled'

export interface ImageStatus {
  arm: Arm
  tag: string
  state: ImageState
  startedAt?: string
  finishedAt?: string
  /** Why its build did not go on, until the image is ready. */
  lastError?: string
}

export interface StageStatus {
  name: string
  state: StageState
  host: string
  cases: number
  /** Pairs that are measured and valid, and how many are wanted as far as is known. */
  pairsDone: number
  pairsPlanned: number
  /** How many are measured of it at most, where it stays undecided. */
  pairsAtMost: number
  /** 1, and one more for each time that a person asked for the stage again. */
  generation: number
  /** The pair in progress. */
  pair?: number
  attempt?: number
  /** Since when it is measured; absent while it waits. */
  pairStartedAt?: string
  startedAt?: string
  finishedAt?: string
  /** What the recipe, or the host's history, expects of a pair; and what the pairs so far took on average. */
  expectedPairSeconds: number
  measuredPairSeconds?: number
  /** With so many pairs it was judged and is undecided, so that more are measured. */
  undecidedAfter?: number
  /** What its next pair waits for: the turn of another stage, or a person's `resume`. */
  waitsFor?: string
  /** A person has stopped it, and it is being cleaned up. */
  stopping?: 'cancelled' | 'skipped'
  lastError?: string
}

/**
 * What the query `status` answers: the tree down to pairs. The case in progress is in the pair's heartbeat.
 */
export interface ComparisonStatus {
  comparison: string
  phase: ComparisonPhase
  runDirectory?: string
  images: ImageStatus[]
  stages: StageStatus[]
  /** Since when no further pair is begun, at a person's word. */
  pausedSince?: string
  /** When it ends at the latest, a pause left out. */
  deadline?: string
  message?: string
}

/** What a pair's heartbeat says: where it is, for people. The truth about finished cases is in files. */
export const pairProgressSchema = z.object({
  arm: z.enum(arms),
  position: z.union([z.literal(1), z.literal(2)]),
  process: z.number(),
  case: z.string().exactOptional(),
  casesDone: z.number(),
  cases: z.number(),
  container: z.string().exactOptional(),
})

export type PairProgress = z.infer<typeof pairProgressSchema>
