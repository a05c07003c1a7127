import type { Plan, StagePlan } from '../../comparison/plan.js'
import { median } from '../../comparison/change.js'
import type { PlannedPrior } from '../../comparison/planned-prior.js'
import type { HostCalibrations } from './calibration.js'
import { priorsOf } from './priors.js'

/** How long a stage's launches took in one comparison on one host. */
export interface StageDuration {
  readonly host: string
  readonly stage: string
  /** What a launch had to do, see `workOf`. */
  readonly work: string
  readonly launchSeconds: readonly number[]
}

/** What the control worker remembers of hosts. */
export interface HostExperience {
  readonly calibrations: readonly HostCalibrations[]
  /** The oldest first. */
  readonly durations: readonly StageDuration[]
}

/** Older launches tell of another version of everything. */
const mostLaunches = 20

/** The plan with the noise and the durations that its stages showed on their hosts before. Pure. */
export function withExperience(plan: Plan, experience: HostExperience): Plan {
  return {
    ...plan,
    stages: plan.stages.map((stage) => withDuration(stage, experience.durations)),
    // A calibration is the host as it is now, whatever it was before.
    calibration: plan.request.calibrate
      ? []
      : plan.stages.flatMap((stage) => calibrationOf(plan, stage, experience.calibrations)),
  }
}

/** What a launch of the stage has to do: launches that did the same can be expected to take as long. */
export function workOf(stage: StagePlan): string {
  if (stage.benchmarkType === 'online') {
    const cases = stage.cases.map(({ name, prompts }) => `${name} x ${prompts}`).join('; ')
    return stage.accuracy === undefined ? cases : `${cases}; accuracy`
  }
  const cases = stage.cases.map(({ name }) => name).join('; ')
  return `${stage.isolateCases ? 'isolated' : `${stage.passes} passes`}: ${cases}`
}

function withDuration(stage: StagePlan, durations: readonly StageDuration[]): StagePlan {
  const work = workOf(stage)
  const seconds = durations
    .filter((known) => known.host === stage.host && known.stage === stage.name && known.work === work)
    .flatMap(({ launchSeconds }) => launchSeconds)
    .slice(-mostLaunches)
  const expectedLaunchSeconds = median(seconds)
  if (expectedLaunchSeconds === undefined) return stage
  return { ...stage, expectedLaunchSeconds, launchesSeen: seconds.length }
}

function calibrationOf(
  { request }: Plan,
  { host, model, benchmarkType }: StagePlan,
  calibrations: readonly HostCalibrations[],
): PlannedPrior[] {
  return calibrations
    .filter((known) => known.host === host)
    .flatMap((known) => priorsOf(known, request.mode))
    .filter((prior) => prior.model === model && prior.benchmarkType === benchmarkType)
}
