import { arms } from '../comparison/arm.js'
import type { CaseResult } from '../comparison/launch.js'
import type { Reason } from '../comparison/reason.js'
import { LaunchSpool } from '../run/launch-spool.js'
import type { Launch } from './launch.js'

/** What a launch comes to: its cases, and why it is void as a whole where it is. */
export interface LaunchOutcome {
  cases: readonly CaseResult[]
  voidReason?: Reason
}

/**
 * What becomes of a launch whose cases may have been disturbed by builds of kernels. The first time the
 * launch is void, so that the pair is measured again, once, with what was compiled in the cache. Where
 * kernels are compiled again all the same, measuring once more would not help, and a pair's last attempt
 * cannot be measured again: the cases in which that was are missing, with this reason, and the others count.
 *
 * @param end why these builds are no reason to measure the pair again, see `endOfRepeating`
 */
export function afterKernelBuilds(
  cases: readonly CaseResult[],
  end: EndOfRepeating | undefined,
): LaunchOutcome {
  if (end !== undefined) return { cases: cases.map((result) => withoutDisturbed(result, end)) }
  const voidReason = cases.find(({ disturbance }) => disturbance !== undefined)?.disturbance
  return { cases, ...(voidReason === undefined ? {} : { voidReason }) }
}

/** Why a pair in which kernels were compiled is not measured again for that. */
export type EndOfRepeating = 'built-again' | 'last-attempt'

/** Whether builds of kernels in this launch are no reason to measure its pair again, and why. */
export async function endOfRepeating(
  launch: Pick<Launch, 'order' | 'host'>,
): Promise<EndOfRepeating | undefined> {
  if (await isRepeatedForBuilds(launch)) return 'built-again'
  return launch.order.isLastAttempt === true ? 'last-attempt' : undefined
}

/**
 * Whether kernels were compiled in the measured part of an earlier attempt of the launch's pair, by either
 * arm. An attempt may have been void for another reason, a pause or a container that somebody killed, which
 * says nothing of kernels.
 */
async function isRepeatedForBuilds({ order, host }: Pick<Launch, 'order' | 'host'>): Promise<boolean> {
  for (let attempt = 1; attempt < order.attempt; attempt += 1) {
    for (const arm of arms) {
      const spool = await LaunchSpool.open(host.spool, { ...order, attempt }, arm)
      const cases = [...(await spool.finishedCases()).values()]
      if (cases.some(({ disturbance }) => disturbance !== undefined)) return true
    }
  }
  return false
}

function withoutDisturbed(result: CaseResult, end: EndOfRepeating): CaseResult {
  const { values, disturbance } = result
  return values === null || disturbance === undefined
    ? result
    : { ...result, values: null, reason: withEnd(disturbance, end) }
}

function withEnd(disturbance: Reason, kept: EndOfRepeating): Reason {
  return disturbance.kind === 'kernels-built' ? { ...disturbance, kept } : disturbance
}
