import type { LaunchResult } from '../../comparison/launch.js'
import { forge } from '../../forges/registry.js'
import { parseRepository } from '../../forges/repository.js'
import { hostsOf } from '../../comparison/stage.js'
import type { RunRecord } from '../../run/record.js'
import { duration } from '../words/duration.js'

/** `Pull request 1234`, the two commits, or what host was calibrated. */
export function titleOf({ plan }: RunRecord): string {
  const { pullRequest, base, head } = plan.source
  if (plan.request.calibrate) return `Calibration of ${hostsOf(plan).join(', ')}`
  if (pullRequest !== undefined) return `Pull request ${pullRequest.number}`
  return `${base.sha.slice(0, 7)} against ${head.sha.slice(0, 7)}`
}

/** Short facts under the title: repository, time, hosts, how long it took. */
export function aboutOf({ plan, pairs }: RunRecord): string[] {
  const repository = parseRepository(plan.request.repository)
  // A URL may hold a password; its key does not.
  const name =
    repository.ok && repository.repository.kind !== 'path'
      ? repository.repository.key
      : plan.request.repository
  const launches = pairs.flatMap((pair) => pair.launches)
  const measured = launches.length === 0 ? [] : [`measured in ${duration(durationOf(launches))}`]
  return [name, formatTime(plan.createdAt), hostsOf(plan).join(', '), ...measured]
}

/** The page of the pull request; empty where its repository is on no forge. */
export function linkOf({ plan }: RunRecord): string {
  const repository = parseRepository(plan.request.repository)
  const { pullRequest } = plan.source
  if (!repository.ok || repository.repository.kind !== 'forge' || pullRequest === undefined) return ''
  return forge.pullRequestUrl(repository.repository.key, pullRequest.number)
}

/** From the first start to the last end, in milliseconds. */
function durationOf(launches: readonly LaunchResult[]): number {
  const starts = launches.map(({ startedAt }) => Date.parse(startedAt))
  const ends = launches.map(({ finishedAt }) => Date.parse(finishedAt))
  return Math.max(...ends) - Math.min(...starts)
}

/** `2026-11-24 10:00 UTC`. */
function formatTime(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
