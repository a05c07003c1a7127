import { setTimeout as sleep } from 'node:timers/promises'
import type { PairPlace } from '../comparison/activities.js'
import { runLabel } from '../docker/container-identity.js'
import { listOurs } from '../docker/containers.js'
import { gpuBusy, idleVramPercent } from '../gpus/busy.js'
import { GpuStateUnknown, readGpuState } from '../gpus/read-state.js'
import type { GpuState, GpuVendor } from '../gpus/vendor.js'
import type { HostGpus, LaunchHost } from './launch-host.js'
import { HostBusy } from './foreign-benchmark.js'
import { isOfPair } from './other-pairs.js'

/** How the state of the GPUs is looked at. */
export interface GpuLooks {
  readonly read?: (vendor: GpuVendor, signal?: AbortSignal) => Promise<GpuState[]>
  readonly everyMs?: number
  readonly signal?: AbortSignal
}

/** A driver takes some seconds to free the memory of a process that has just ended. */
const looks = 4

/**
 * Refuses a host whose GPUs somebody's process holds memory of: beside it a measurement is worth nothing, or
 * a server does not start. What is no container is seen this way too. A pair of which a container still runs
 * is not refused: it is taken up again, and the memory is its own.
 *
 * @throws HostBusy, with which GPUs, and what to do; the reason of `signal`
 */
export async function refuseHeldGpus(
  host: LaunchHost,
  order: PairPlace,
  { read = readGpuState, everyMs = 5000, signal }: GpuLooks = {},
): Promise<void> {
  if (host.gpus.vendor.tools.length === 0) return
  const ours = await listOurs(host.engine, { [runLabel]: order.run })
  if (ours.some((container) => container.state === 'running' && isOfPair(container, order))) return

  let reason = await heldReason(host.gpus, read, signal)
  for (let look = 2; look <= looks && reason !== undefined; look += 1) {
    await sleep(everyMs, undefined, { signal })
    reason = await heldReason(host.gpus, read, signal)
  }
  if (reason === undefined) return
  throw new HostBusy(
    `the GPUs of host ${host.name} are not free: ${reason}. Waiting for them; ` +
      `${host.gpus.vendor.holdersCommand} shows what uses them`,
  )
}

async function heldReason(
  { vendor, numbers }: HostGpus,
  read: typeof readGpuState,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    const states = await read(vendor, signal)
    const ours = states.filter(({ number }) => numbers?.includes(number) ?? true)
    return gpuBusy(ours, { vramPercent: idleVramPercent })
  } catch (error) {
    if (error instanceof GpuStateUnknown) return error.message
    throw error
  }
}
