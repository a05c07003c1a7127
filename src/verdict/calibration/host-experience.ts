import type { Plan, StagePlan } from '../../comparison/plan.js'
import { median } from '../../comparison/change.js'
import type { PlannedPrior } from '../../comparison/planned-prior.js'
import type { HostCalibrations } from './calibration.js'
import { priorsOf } from './priors.js'

/** How long a stage's launches took in one comparison on one host. */
export interface StageDuration {
  readonly host: string
  readonly stage: string
  /** What a launch had to do, see the stage's plan. */
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

function withDuration(stage: StagePlan, durations: readonly StageDuration[]): StagePlan {
  const seconds = durations
    .filter((known) => known.host === stage.host && known.stage === stage.name && known.work === stage.work)
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
