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
  const priming = primingDeadlineSeconds(stage)
  if (stage.benchmarkType === 'offline') {
    return 2 * (priming + tries * (stage.recipe.offline?.processDeadlineSeconds ?? 7200) + marginSeconds)
  }
  return 2 * (priming + tries * serverDeadlineSeconds(stage) + marginSeconds)
}

/** How long the unmeasured launch of an image that is new on a host may take, in seconds; 0 where there is none. */
function primingDeadlineSeconds({ recipe: { jit } }: StagePlan): number {
  return jit?.priming === true ? jit.primingDeadlineSeconds + marginSeconds : 0
}

/** What the unmeasured launch of an image is expected to take, in seconds, its builds of kernels aside. */
export function expectedPrimingSeconds(stage: StagePlan): number {
  const { jit, offline, online } = stage.recipe
  if (jit?.priming !== true) return 0
  if (stage.benchmarkType === 'online') return online?.expected.loadSeconds ?? 0
  const { loadSeconds = 0, caseSeconds = 0 } = offline?.expected ?? {}
  return loadSeconds + stage.cases.length * caseSeconds
}

/** How long a server may run, in seconds: until it is ready, a warm-up, every case, every run of the accuracy test. */
export function serverDeadlineSeconds({ recipe, cases, accuracy }: OnlineStagePlan): number {
  const { readyDeadlineSeconds = 3600, caseDeadlineSeconds = 7200 } = recipe.online ?? {}
  return readyDeadlineSeconds + (1 + cases.length + (accuracy?.repeats ?? 0)) * caseDeadlineSeconds
}

/** What a launch of the stage is expected to take, in seconds, by the recipe's own figures. */
export function expectedLaunchSeconds(
  expected: { loadSeconds: number; caseSeconds: number },
  shape: {
    processes: number
    measurements: number
    /** For how much longer than by the recipe requests come, see `longerArrivals`. */
    longerSeconds?: number
  },
): number {
  const { processes, measurements, longerSeconds = 0 } = shape
  return processes * expected.loadSeconds + measurements * expected.caseSeconds + longerSeconds
}

/** What the accuracy test adds to a launch of the first pair, in seconds; 0 where none is wanted. */
export function expectedAccuracySeconds(stage: StagePlan): number {
  if (stage.benchmarkType === 'offline' || stage.accuracy === undefined) return 0
  return stage.accuracy.repeats * stage.accuracy.expectedSeconds
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
