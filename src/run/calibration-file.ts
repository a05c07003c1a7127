import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  hostCalibrationsSchema,
  type Calibration,
  type HostCalibrations,
} from '../verdict/calibration/calibration.js'
import { writeFileAtomically } from './atomic-file.js'
import { checkedJson, ifThere } from './json-file.js'

/** Enough for the days that are combined, and to see how a host changed. */
const mostKept = 50

/** Where a host's calibrations are kept: `calibrations/<host>.json` in the control worker's state folder. */
export function calibrationFile(stateFolder: string, host: string): string {
  return join(stateFolder, 'calibrations', `${host}.json`)
}

/** A host's calibrations; none where it was never calibrated. Throws RecordInvalid. */
export async function readCalibrations(stateFolder: string, host: string): Promise<HostCalibrations> {
  const file = calibrationFile(stateFolder, host)
  const text = await ifThere(readFile(file, 'utf8'))
  return text === undefined ? { schema: 1, host, calibrations: [] } : parseCalibrations(text, file)
}

/** Adds a calibration, in place of an earlier report of the same run. Gives all that the host has then. */
export async function addCalibration(
  stateFolder: string,
  host: string,
  calibration: Calibration,
): Promise<HostCalibrations> {
  const known = await readCalibrations(stateFolder, host)
  const others = known.calibrations.filter(({ run }) => run !== calibration.run)
  const changed = { ...known, calibrations: [...others, calibration].slice(-mostKept) }
  await mkdir(join(stateFolder, 'calibrations'), { recursive: true })
  await writeFileAtomically(calibrationFile(stateFolder, host), `${JSON.stringify(changed, undefined, 1)}\n`)
  return changed
}

/** Checks the text of a file of calibrations. Throws RecordInvalid with the first field that is wrong. */
export function parseCalibrations(text: string, file: string): HostCalibrations {
  return checkedJson(text, file, hostCalibrationsSchema)
}
