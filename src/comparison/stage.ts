import type { StagePlan } from './plan.js'

/**
 * How long a pair may take at the very most, in seconds: two launches in which every case has a process of its
 * own, dies, and is tried once more. The deadline that matters is that of each process, which counts from its
 * container's start; this one only ends what hangs beyond all of them.
 */
export function pairDeadlineSeconds(stage: StagePlan): number {
  const processDeadline = stage.recipe.offline?.processDeadlineSeconds ?? 7200
  const marginSeconds = 600
  return 2 * (2 * stage.cases.length * processDeadline + marginSeconds)
}

/** What a launch of the stage is expected to take, in seconds, by the recipe's own figures. */
export function expectedLaunchSeconds(
  expected: { loadSeconds: number; caseSeconds: number },
  shape: { processes: number; measurements: number },
): number {
  return shape.processes * expected.loadSeconds + shape.measurements * expected.caseSeconds
}

/** What a pair is expected to take: a launch of each arm, one after the other. */
export function expectedPairSeconds(stage: StagePlan): number {
  return 2 * stage.expectedLaunchSeconds
}

/** The hosts that a plan uses, each once. */
export function hostsOf(plan: { stages: readonly { host: string }[] }): string[] {
  return [...new Set(plan.stages.map((stage) => stage.host))]
}
