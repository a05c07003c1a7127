import type { OnlineStagePlan, StagePlan } from './plan.js'

/** What a launch takes beside its programs: looking for images and models, cleaning up. */
const marginSeconds = 600

/**
 * How long a pair may take at the very most, in seconds: two launches in which every case ends its program and is
 * tried once more. The deadline that matters is that of each program, which counts from its container's start; this
 * one only ends what hangs beyond all of them.
 */
export function pairDeadlineSeconds(stage: StagePlan): number {
  const tries = 2 * stage.cases.length
  if (stage.benchmarkType === 'offline') {
    return 2 * (tries * (stage.recipe.offline?.processDeadlineSeconds ?? 7200) + marginSeconds)
  }
  return 2 * (tries * serverDeadlineSeconds(stage) + marginSeconds)
}

/** How long a server may run, in seconds: until it is ready, a warm-up, every case, every run of the accuracy test. */
export function serverDeadlineSeconds({ recipe, cases, accuracy }: OnlineStagePlan): number {
  const { readyDeadlineSeconds = 3600, caseDeadlineSeconds = 7200 } = recipe.online ?? {}
  return readyDeadlineSeconds + (1 + cases.length + (accuracy?.repeats ?? 0)) * caseDeadlineSeconds
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
