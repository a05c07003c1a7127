import { arms } from '../comparison/arm.js'
import type { CaseResult } from '../comparison/launch.js'
import { LaunchSpool } from '../results/launch-spool.js'
import type { Launch } from './launch.js'

/** Why the numbers of a case do not count in whose measured part this module was compiled. */
export function builtInside(module: string): string {
  return `kernels were built inside the measured part (${module})`
}

/** What a launch comes to: its cases, and why it is void as a whole where it is. */
export interface LaunchOutcome {
  cases: readonly CaseResult[]
  voidReason?: string
}

/**
 * What becomes of a launch whose cases may have been disturbed by builds of kernels. The first time the launch is void,
 * so that the pair is measured again, once, with what was compiled in the cache. Where kernels are compiled again all
 * the same, measuring once more would not help: the cases in which that was are missing, with this reason, and the
 * others count.
 *
 * @param isRepeated whether the pair is measured again as kernels were compiled, see `isRepeatedForBuilds`
 */
export function afterKernelBuilds(cases: readonly CaseResult[], isRepeated: boolean): LaunchOutcome {
  if (isRepeated) return { cases: cases.map(withoutDisturbed) }
  const voidReason = cases.find(({ disturbance }) => disturbance !== undefined)?.disturbance
  return { cases, ...(voidReason === undefined ? {} : { voidReason }) }
}

/**
 * Whether kernels were compiled in the measured part of an earlier attempt of the launch's pair, by either arm. An attempt
 * may have been void for another reason, a pause or a container that somebody killed, which says nothing of kernels.
 */
export async function isRepeatedForBuilds({ order, host }: Pick<Launch, 'order' | 'host'>): Promise<boolean> {
  const { run, stage, generation, pair } = order
  for (let attempt = 1; attempt < order.attempt; attempt += 1) {
    for (const arm of arms) {
      const spool = await LaunchSpool.open(host.spool, {
        run,
        stage: stage.name,
        generation,
        pair,
        attempt,
        arm,
      })
      const cases = [...(await spool.finishedCases()).values()]
      if (cases.some(({ disturbance }) => disturbance !== undefined)) return true
    }
  }
  return false
}

function withoutDisturbed(result: CaseResult): CaseResult {
  const { values, disturbance } = result
  return values === null || disturbance === undefined
    ? result
    : { ...result, values: null, reason: `${disturbance}, also when its pair was measured again` }
}
