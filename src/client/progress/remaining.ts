import type { ComparisonStatus, StageStatus } from '../../comparison/status.js'

/**
 * How long the measuring is expected to take from now on, in milliseconds: the pairs that are missing, hosts
 * side by side and the stages of a host one after the other. Pairs that are done tell how long one takes; before
 * that, the recipe does. `undefined` while nothing is measured.
 */
export function remainingMs(status: ComparisonStatus, now: Date): number | undefined {
  if (status.phase !== 'measuring') return undefined
  const byHost = new Map<string, number>()
  for (const stage of status.stages) {
    if (stage.state !== 'running' && stage.state !== 'waiting') continue
    byHost.set(stage.host, (byHost.get(stage.host) ?? 0) + stageRemainingMs(stage, now))
  }
  return byHost.size === 0 ? undefined : Math.max(...byHost.values())
}

function stageRemainingMs(stage: StageStatus, now: Date): number {
  const { pairsDone, pairsPlanned, expectedPairSeconds, startedAt } = stage
  const elapsed = startedAt === undefined ? 0 : now.getTime() - Date.parse(startedAt)
  const pairMs = pairsDone > 0 ? elapsed / pairsDone : expectedPairSeconds * 1000
  const missing = Math.max(0, pairsPlanned - pairsDone)
  // Of the pair in progress, what the time since the stage's start does not explain by finished pairs.
  const spent = pairsDone > 0 ? 0 : Math.min(elapsed, pairMs)
  return Math.max(0, missing * pairMs - spent)
}
