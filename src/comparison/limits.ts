import type { StagePlan } from './plan.js'
import { expectedStageSeconds, hostsOf } from './stage.js'

/** More pairs of a stage cannot be asked for. */
export const mostPairs = 50

/** How often a void pair of a stage is measured again. */
export const redoLimit = 2

/** What a plan's bounds are drawn from. */
export interface Extent {
  stages: readonly StagePlan[]
  looks: readonly number[]
}

/** Two builds on a host where nothing is cached, and others who use the host meanwhile. */
const allowanceSeconds = 24 * 3600

/**
 * The whole comparison may take so long, in seconds: a day, and three times what its measuring is expected to
 * take at most.
 */
export function defaultDeadlineSeconds({ stages, looks }: Extent): number {
  const pairs = Math.max(...looks)
  const hostSeconds = hostsOf({ stages }).map((host) =>
    stages
      .filter((stage) => stage.host === host)
      .reduce((total, stage) => total + expectedStageSeconds(stage, pairs), 0),
  )
  return allowanceSeconds + Math.ceil(3 * Math.max(0, ...hostSeconds))
}

/**
 * So many launches a stage may take: those of its last look, and half as many again for void pairs, or as
 * many as one pair may need where that is more.
 */
export function launchesAllowed(looks: readonly number[]): number {
  const pairs = Math.max(...looks)
  return 2 * (pairs + Math.max(redoLimit, Math.ceil(pairs / 2)))
}
