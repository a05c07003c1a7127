import { join } from 'node:path'
import type { PairOrder } from '../comparison/activities.js'
import type { Arm } from '../comparison/arm.js'
import type { LaunchResult, PairResult } from '../comparison/launch.js'
import type { PairProgress } from '../comparison/status.js'
import { stageLogPath } from '../run/layout.js'
import { LaunchSpool } from '../run/launch-spool.js'
import { holdsRun } from '../run/run-directory.js'
import type { LaunchHost } from '../host/launch-host.js'
import type { Launch } from './launch.js'

export interface PairRun {
  host: LaunchHost
  order: PairOrder
  onProgress: (progress: PairProgress) => void
  signal: AbortSignal
}

/** A launch of a pair, with what an interrupted attempt left of it. What is unmeasured is kept apart. */
export async function openLaunch(
  run: PairRun,
  arm: Arm,
  position: 1 | 2,
  purpose: Launch['purpose'] = 'measuring',
): Promise<Launch> {
  const { host, order, onProgress, signal } = run
  const { stage } = order
  const name = purpose === 'measuring' ? stage.name : `${stage.name}/priming`
  const spool = await LaunchSpool.open(host.spool, { ...order, stage: { name } }, arm)
  const log = await stageLog(host, order, arm)
  const image = order.images[arm]
  return { host, order, stage, purpose, arm, position, image, spool, log, onProgress, signal }
}

/** What a pair comes to by its launches. */
export function pairResult({ host, order }: PairRun, launches: LaunchResult[]): PairResult {
  const { stage, pair, attempt, generation } = order
  return { stage: stage.name, pair, attempt, generation, host: host.name, launches }
}

/** A host that sees the run directory writes the log there, for people to follow; another one keeps it. */
async function stageLog(host: LaunchHost, order: PairOrder, arm: Arm): Promise<Launch['log']> {
  const name = stageLogPath(arm, order.stage.model, order.stage.benchmarkType)
  if (await holdsRun(order.runDirectory, order.run)) return { path: join(order.runDirectory, name), name }
  const path = join(host.logs, order.run, name)
  return { path, name: `${host.name}:${path}` }
}
