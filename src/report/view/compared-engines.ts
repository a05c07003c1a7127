import type { Arm } from '../../comparison/arm.js'
import type { LaunchResult, ProcessRecord } from '../../comparison/launch.js'

/**
 * The programs of the engine that stand for the arms: the last two that were started for the same cases.
 * Where a process ended early, another one measured what it had left, and would differ from any of the
 * other arm in its cases alone. Where no two have the same cases, and where an arm has none, the last of
 * each.
 *
 * @param tells whether a process says what is asked
 */
export function comparedEngines(
  launches: readonly LaunchResult[],
  tells: (engine: ProcessRecord) => boolean,
): Partial<Record<Arm, ProcessRecord>> {
  const enginesOf = (arm: Arm) =>
    launches
      .filter((launch) => launch.arm === arm)
      .flatMap((launch) => launch.processes)
      .filter(tells)
  const [ofMain, ofPr] = [enginesOf('main'), enginesOf('pr')]
  const lastLike = ({ cases }: ProcessRecord) =>
    ofPr.findLast((engine) => engine.cases.join() === cases.join())
  const main = ofMain.findLast((engine) => lastLike(engine) !== undefined) ?? ofMain.at(-1)
  const pr = (main === undefined ? undefined : lastLike(main)) ?? ofPr.at(-1)
  return { ...(main && { main }), ...(pr && { pr }) }
}
