import { otherArm } from '../comparison/arm.js'
import type { LaunchResult, PairResult } from '../comparison/launch.js'
import { openLaunch, pairResult, type PairRun } from './open-launch.js'
import { killedReason, notLaunched } from './killed-from-outside.js'
import { pairCutByPause } from './paused-pair.js'
import { primeImages } from './prime-images.js'
import { runLaunch } from './run-launch.js'

/**
 * Measures a pair: a launch of each arm, adjacent, in the order's order. Asked again after an interruption it
 * goes on where it was; after a pause of its activity it gives the void pair that the pause has left. An
 * image that is new on the host runs once before, unmeasured. Where somebody killed a container of the first
 * launch, the second is not begun.
 */
export async function runPair(run: PairRun): Promise<PairResult> {
  const { order } = run
  const paused = await pairCutByPause(run)
  if (paused !== undefined) return paused
  const primings = await primeImages(run)
  const launches: LaunchResult[] = []
  for (const [arm, position] of [
    [order.first, 1],
    [otherArm(order.first), 2],
  ] as const) {
    run.signal.throwIfAborted()
    const launch = await openLaunch(run, arm, position)
    const killed = killedReason(launches.flatMap(({ processes }) => processes))
    launches.push(killed === undefined ? await runLaunch(launch) : notLaunched(launch))
  }
  return { ...pairResult(run, launches), ...(primings.length === 0 ? {} : { primings }) }
}
