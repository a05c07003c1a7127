import type { CaseResult } from '../comparison/launch.js'

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
 * What becomes of a launch whose cases may have been disturbed by builds of kernels. Of a pair's first attempt the
 * launch is void, so that the pair is measured again, once, with what was compiled in the cache. Where kernels are
 * compiled again all the same, measuring once more would not help: the cases in which that was are missing, with this
 * reason, and the others count.
 *
 * @param attempt of the pair, from 1
 */
export function afterKernelBuilds(cases: readonly CaseResult[], attempt: number): LaunchOutcome {
  if (attempt > 1) return { cases: cases.map(withoutDisturbed) }
  const voidReason = cases.find(({ disturbance }) => disturbance !== undefined)?.disturbance
  return { cases, ...(voidReason === undefined ? {} : { voidReason }) }
}

function withoutDisturbed(result: CaseResult): CaseResult {
  const { values, disturbance } = result
  return values === null || disturbance === undefined
    ? result
    : { ...result, values: null, reason: `${disturbance}, also when its pair was measured again` }
}
