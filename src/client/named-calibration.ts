import type { BenchmarkMode } from '../comparison/benchmark-type.js'
import type { Sample } from '../comparison/samples.js'
import { withKnownTraits } from '../engines/known-traits.js'
import { parseCalibrations } from '../run/calibration-file.js'
import { readSamplesCsv } from '../run/samples-csv.js'
import { calibrationOf } from '../verdict/calibrate.js'
import type { HostCalibrations } from '../verdict/calibration/calibration.js'
import { priorsOf } from '../verdict/calibration/priors.js'
import type { NamedCalibration } from '../verdict/checks/calibration.js'
import { Refused } from './command-error.js'

/**
 * What a file that `--calibration` names says of a host's noise: calibrations of a host, or samples of main
 * against main.
 *
 * @throws Refused, where it says nothing; ResultFileError, RecordInvalid, where it cannot be read
 */
export function namedCalibration(
  { name, content }: { readonly name: string; readonly content: Buffer },
  judged: readonly Sample[],
): NamedCalibration {
  const text = content.toString('utf8')
  if (text.trimStart().startsWith('{')) {
    const known = parseCalibrations(text, name)
    const mode = modeOf(known)
    return {
      name: `${name} (${known.host}, mode ${mode})`,
      priors: priorsOf(known, mode),
      foreign: foreignHosts([known.host], hostsOf(judged)),
    }
  }
  const samples = withKnownTraits(readSamplesCsv(content, name))
  const priors = calibrationOf(samples)
  if (priors.length === 0) throw new Refused(`${name} says nothing about noise: that takes two pairs or more`)
  return { name, priors, foreign: foreignHosts(hostsOf(samples), hostsOf(judged)) }
}

function hostsOf(samples: readonly Sample[]): string[] {
  return [...new Set(samples.map(({ host }) => host))].filter((host) => host !== '')
}

/**
 * Noise is a host's own: the hosts, where none of the judged ones was calibrated; null where one was, or is
 * not told.
 */
function foreignHosts(calibrated: string[], measured: string[]): NamedCalibration['foreign'] {
  if (calibrated.length === 0 || measured.length === 0) return null
  return measured.some((host) => calibrated.includes(host)) ? null : { calibrated, measured }
}

/** Samples do not say their mode: the file's, or of several the one that most comparisons run in. */
function modeOf({ calibrations }: HostCalibrations): BenchmarkMode {
  return calibrations.some(({ mode }) => mode === 'normal')
    ? 'normal'
    : (calibrations.at(-1)?.mode ?? 'normal')
}
