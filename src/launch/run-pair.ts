import { join } from 'node:path'
import type { PairOrder } from '../comparison/activities.js'
import { otherArm, type Arm } from '../comparison/arm.js'
import type { LaunchResult, PairResult } from '../comparison/launch.js'
import type { PairProgress } from '../comparison/status.js'
import { stageLogPath } from '../results/layout.js'
import { LaunchSpool } from '../results/launch-spool.js'
import { holdsRun } from '../results/run-directory.js'
import type { LaunchHost } from './launch-host.js'
import { runOfflineLaunch } from './offline-launch.js'
import { runOnlineLaunch } from './online-launch.js'
import type { Launch } from './launch.js'

export interface PairRun {
  host: LaunchHost
  order: PairOrder
  onProgress: (progress: PairProgress) => void
  signal: AbortSignal
}

/**
 * Measures a pair: a launch of each arm, adjacent, in the order's order. Asked again after an interruption it
 * goes on where it was.
 */
export async function runPair(run: PairRun): Promise<PairResult> {
  const { order, host } = run
  const launches: LaunchResult[] = []
  for (const [arm, position] of [
    [order.first, 1],
    [otherArm(order.first), 2],
  ] as const) {
    run.signal.throwIfAborted()
    launches.push(await runLaunch(await openLaunch(run, arm, position)))
  }
  const { stage, pair, attempt, generation } = order
  return { stage: stage.name, pair, attempt, generation, host: host.name, launches }
}

/** Each benchmark type has its way of measuring. */
async function runLaunch(launch: Launch): Promise<LaunchResult> {
  const { stage } = launch
  switch (stage.benchmarkType) {
    case 'offline':
      return runOfflineLaunch({ ...launch, stage })
    case 'online':
      return runOnlineLaunch({ ...launch, stage })
  }
}

async function openLaunch(run: PairRun, arm: Arm, position: 1 | 2): Promise<Launch> {
  const { host, order, onProgress, signal } = run
  const { run: runId, generation, pair, attempt, stage } = order
  const spool = await LaunchSpool.open(host.spool, {
    run: runId,
    stage: stage.name,
    generation,
    pair,
    attempt,
    arm,
  })
  const log = await stageLog(host, order, arm)
  return { host, order, stage, arm, position, image: order.images[arm], spool, log, onProgress, signal }
}

/** A host that sees the run directory writes the log there, for people to follow; another one keeps it. */
async function stageLog(host: LaunchHost, order: PairOrder, arm: Arm): Promise<Launch['log']> {
  const name = stageLogPath(arm, order.stage.model, order.stage.benchmarkType)
  if (await holdsRun(order.runDirectory, order.run)) return { path: join(order.runDirectory, name), name }
  const path = join(host.logs, order.run, name)
  return { path, name: `${host.name}:${path}` }
}
