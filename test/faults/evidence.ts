import type { RunRecord } from '../../src/run/record.js'
import type { Sample } from '../../src/comparison/samples.js'
import type { FaultKind } from './plan.js'

/** An event of a container of ours, as a Docker Engine told it. */
export interface ContainerEvent {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly action: 'start' | 'kill' | 'die'
  readonly container: string
  readonly comparison: string
  /** `probe` for what looks into an image. */
  readonly stage: string
  /** `offline-0`, `server-1`, `client-1-0`: what of a launch it is. */
  readonly process: string
  /** Generation, pair, attempt and arm, as one text. */
  readonly launch: string
}

/** A file of a launch as it was seen: a version of it that had its final name. */
export interface CaseFile {
  /** In the spool: `<run>/<stage>/<launch>/case-....json`. */
  readonly path: string
  /** When that version was written, in milliseconds since the epoch. */
  readonly at: number
  /** `undefined` where it holds no JSON. */
  readonly value: unknown
}

/** What was done, and what came of it. */
export interface Strike {
  readonly kind: FaultKind
  /** When it began, and when what it broke was back, in milliseconds since the epoch. */
  readonly at: number
  readonly until: number
  readonly comparison: string
  /** The container that it killed. */
  readonly container?: string
  /** From the worker's return until another attempt at what it had been doing told what it measures. */
  readonly resumeSeconds?: number
}

/** How a workflow went, from its history. */
export interface WorkflowEvidence {
  readonly id: string
  readonly status: string
  readonly events: number
  /** Workflow tasks that failed, with why: code that does not replay does so. */
  readonly failedTasks: readonly string[]
  /** The pairs that it was given results of: `stage, pair 1, attempt 1`. */
  readonly pairs: readonly string[]
}

/** A file of a run directory that should not be as it is, with why. */
export interface BrokenFile {
  readonly path: string
  readonly problem: string
}

/** What one comparison left in its run directory and in Temporal. */
export interface ComparisonEvidence {
  readonly name: string
  readonly runDirectory: string
  readonly record: RunRecord
  readonly samples: readonly Sample[]
  readonly report: string
  /** All files of the run directory, relative to it. */
  readonly files: readonly string[]
  readonly brokenFiles: readonly BrokenFile[]
  readonly workflows: readonly WorkflowEvidence[]
}

export interface Evidence {
  /** What nobody disturbed. */
  readonly undisturbed: ComparisonEvidence
  readonly comparisons: readonly ComparisonEvidence[]
  readonly strikes: readonly Strike[]
  readonly events: readonly ContainerEvent[]
  readonly caseFiles: readonly CaseFile[]
  /** What was still there at the end, in words. */
  readonly leftovers: readonly string[]
  /** What went wrong in the run itself, in words. */
  readonly mishaps: readonly string[]
}
