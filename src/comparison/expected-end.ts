import { sum } from './change.js'
import type { ComparisonStatus, StageStatus } from './status.js'

/**
 * When a stage, or without one the whole measuring, is expected to be over: the pairs that are missing, hosts
 * side by side and the stages of a host in turn. What its pairs took so far tells how long one takes; before
 * that, the plan does. `undefined` while nothing is measured, in a pause, and for what has ended.
 */
export function expectedEnd(
  status: ComparisonStatus,
  stage: StageStatus | undefined,
  now: Date,
): Date | undefined {
  if (status.phase !== 'measuring' || status.pausedSince !== undefined) return undefined
  const open = status.stages.filter(({ state }) => state === 'running' || state === 'waiting')
  if (stage !== undefined) {
    return open.includes(stage) ? new Date(now.getTime() + stageMs(stage, open, now)) : undefined
  }
  const hosts = [...new Set(open.map(({ host }) => host))]
  const left = hosts.map((host) =>
    sum(open.filter((other) => other.host === host).map((own) => leftMs(own, missing(own), now))),
  )
  return left.length === 0 ? undefined : new Date(now.getTime() + Math.max(...left))
}

/** Whether the measuring, or a stage, may take longer than that: an undecided stage wants more pairs. */
export function mayTakeLonger(status: ComparisonStatus, stage?: StageStatus): boolean {
  const waitedFor = status.stages.filter(({ host }) => stage === undefined || host === stage.host)
  return waitedFor.some(({ pairsPlanned, pairsAtMost, state }) => {
    return (state === 'running' || state === 'waiting') && pairsPlanned < pairsAtMost
  })
}

/**
 * Stages of a host alternate: beside its own pairs a stage waits for as many of each other one, if there are.
 */
function stageMs(stage: StageStatus, open: readonly StageStatus[], now: Date): number {
  const pairs = missing(stage)
  const others = open.filter((other) => other !== stage && other.host === stage.host)
  return (
    leftMs(stage, pairs, now) +
    sum(others.map((other) => leftMs(other, Math.min(pairs, missing(other)), now)))
  )
}

/** The pair in progress counts down; one that takes longer than expected counts as done. */
function leftMs(stage: StageStatus, pairs: number, now: Date): number {
  const { pairStartedAt } = stage
  const gone = pairStartedAt === undefined ? 0 : now.getTime() - Date.parse(pairStartedAt)
  return Math.max(0, pairs * pairMs(stage) - Math.min(gone, pairMs(stage)))
}

function pairMs({ measuredPairSeconds, expectedPairSeconds }: StageStatus): number {
  return (measuredPairSeconds ?? expectedPairSeconds) * 1000
}

function missing({ pairsPlanned, pairsDone }: StageStatus): number {
  return Math.max(0, pairsPlanned - pairsDone)
}
