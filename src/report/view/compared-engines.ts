import type { Arm } from '../../comparison/arm.js'
import type { LaunchResult, ProcessRecord } from '../../comparison/launch.js'

/**
 * The programs of the engine that stand for the arms: the first of the last launch. It has the same cases in both
 * arms, whereas one that followed it has those that were left.
 *
 * @param tells whether a process says what is asked
 */
export function comparedEngines(
  launches: readonly LaunchResult[],
  tells: (engine: ProcessRecord) => boolean,
): Record<Arm, ProcessRecord | undefined> {
  const ofArm = (arm: Arm) =>
    launches.findLast((launch) => launch.arm === arm && launch.processes.some(tells))?.processes.find(tells)
  return { main: ofArm('main'), pr: ofArm('pr') }
}
