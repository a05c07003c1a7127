import type { StagePlan } from './plan.js'

/** What a launch takes beside its programs: looking for images and models, cleaning up. */
const marginSeconds = 600

/**
 * How long a pair may take at the very most, in seconds: two launches in which every case ends its program
 * and is tried once more. The deadline that matters is that of each program, which counts from its
 * container's start; this one only ends what hangs beyond all of them.
 */
export function pairDeadlineSeconds({ cases, processDeadlineSeconds, recipe: { jit } }: StagePlan): number {
  const priming = jit?.priming === true ? jit.primingDeadlineSeconds + marginSeconds : 0
  return 2 * (priming + 2 * cases.length * processDeadlineSeconds + marginSeconds)
}

/** What the accuracy test adds to a launch of the first pair, in seconds; 0 where none is wanted. */
export function expectedAccuracySeconds(stage: StagePlan): number {
  return (stage.accuracy?.repeats ?? 0) * (stage.accuracy?.expectedSeconds ?? 0)
}

/** What so many pairs of a stage are expected to take, in seconds, with the accuracy test of the first. */
export function expectedStageSeconds(stage: StagePlan, pairs: number): number {
  return pairs * expectedPairSeconds(stage) + (pairs > 0 ? 2 * expectedAccuracySeconds(stage) : 0)
}

/** What a pair is expected to take: a launch of each arm, one after the other. */
export function expectedPairSeconds(stage: StagePlan): number {
  return 2 * stage.expectedLaunchSeconds
}

/** The hosts that a plan uses, each once. */
export function hostsOf(plan: { stages: readonly { host: string }[] }): string[] {
  return [...new Set(plan.stages.map((stage) => stage.host))]
}
