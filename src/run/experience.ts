import type { HostExperience } from '../verdict/calibration/host-experience.js'
import { readCalibrations } from './calibration-file.js'
import { readDurations } from './launch-history.js'

/**
 * What the state folder remembers of hosts. Throws RecordInvalid for a file of calibrations that somebody
 * spoilt.
 */
export async function readExperience(stateFolder: string, hosts: readonly string[]): Promise<HostExperience> {
  return {
    calibrations: await Promise.all(hosts.map((host) => readCalibrations(stateFolder, host))),
    durations: await readDurations(stateFolder),
  }
}
