import type { PairOrder } from '../comparison/activities.js'
import { otherArm, type Arm } from '../comparison/arm.js'
import type { LaunchResult, PairResult } from '../comparison/launch.js'
import { LaunchSpool } from '../run/launch-spool.js'
import type { LaunchHost } from '../host/launch-host.js'
import { openLaunch, pairResult, type PairRun } from './open-launch.js'

/**
 * Notes that a person has paused the activity of a pair: whatever it measured counts no more. A pair of which
 * no launch had begun is not concerned.
 */
export async function notePause(host: LaunchHost, order: PairOrder): Promise<void> {
  const spool = await LaunchSpool.open(host.spool, order, order.first)
  if ((await spool.begunAt()) !== undefined) await spool.savePause(new Date())
}

/**
 * The void pair that a pause has left, with what was finished of it; undefined where the pair was not paused.
 */
export async function pairCutByPause(run: PairRun): Promise<PairResult | undefined> {
  const { first } = run.order
  const { spool } = await openLaunch(run, first, 1)
  const pausedAt = await spool.pausedAt()
  if (pausedAt === undefined) return undefined
  const launches = [
    await cutLaunch(run, first, 1, pausedAt),
    await cutLaunch(run, otherArm(first), 2, pausedAt),
  ]
  return { ...pairResult(run, launches), paused: true }
}

async function cutLaunch(run: PairRun, arm: Arm, position: 1 | 2, pausedAt: string): Promise<LaunchResult> {
  const { spool, log } = await openLaunch(run, arm, position)
  const finished = await spool.finishedCases()
  return {
    arm,
    position,
    startedAt: (await spool.begunAt()) ?? pausedAt,
    finishedAt: pausedAt,
    cases: run.order.stage.cases.flatMap(({ name }) => finished.get(name) ?? []),
    processes: await spool.endedProcesses(),
    log: log.name,
    voidReason: { kind: 'pair-paused' },
  }
}
