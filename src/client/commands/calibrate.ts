import { type ExitCode, Refused } from '../command-error.js'
import { trueOrFalse } from '../options.js'
import { thisHost } from '../settings.js'
import { compare, type CompareFlags } from './compare.js'

export interface CalibrateFlags extends Omit<CompareFlags, 'host' | 'failOn'> {
  host?: string
  ref?: string
  image?: string
}

/** Enough for the spread of a pair to be known to a quarter: 9 degrees of freedom. */
const usualPairs = '8'

/**
 * `prbench calibrate`: measures one commit against itself, as a comparison like any other. The control worker
 * stores the noise that it shows, for later comparisons on that host.
 */
export async function calibrate({ host, ref, image, pairs, ...flags }: CalibrateFlags): Promise<ExitCode> {
  if (/^0*[01]$/.test(pairs ?? usualPairs))
    throw new Refused('--pairs must be 2 or more: one pair shows no noise')
  if (image === undefined && trueOrFalse('--skip-build', flags.skipBuild) === true)
    throw new Refused('--skip-build needs an image: add --image NAME')
  const commit = ref ?? 'main'
  return compare({
    ...flags,
    calibrate: true,
    base: commit,
    head: commit,
    host: [host ?? thisHost()],
    pairs: pairs ?? usualPairs,
    // Accuracy has no launch-to-launch noise that a prior could help with.
    skipGsm8k: true,
    ...(image === undefined ? {} : { skipBuild: true, mainImage: image, prImage: image }),
    failOn: 'incomplete',
  })
}
