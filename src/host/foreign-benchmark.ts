import type Docker from 'dockerode'
import { comparisonLabel, hostLabel, runLabel } from '../docker/container-identity.js'
import { inspectContainer, listOurs } from '../docker/containers.js'
import type { GpuVendor } from '../gpus/vendor.js'
import type { LaunchHost } from './launch-host.js'

/** Somebody else's program has the host, so what is measured now would be worth nothing. */
export class HostBusy extends Error {
  override readonly name = 'HostBusy'
}

/**
 * Refuses a host on which something of another run is measured, or, where there are GPUs, any container that
 * may use them runs. What was left running by an ended comparison counts too.
 *
 * @throws HostBusy, with what it is, and what to do
 */
export async function refuseForeignBenchmark(host: LaunchHost, run: string): Promise<void> {
  const ours = await listOurs(host.engine, { [hostLabel]: host.name })
  const foreign = ours.find(({ state, labels }) => state === 'running' && labels[runLabel] !== run)
  if (foreign !== undefined) {
    throw new HostBusy(
      `host ${host.name} is busy: container ${foreign.name} of ${foreign.labels[comparisonLabel] ?? 'another comparison'} ` +
        'runs there. Waiting for it. If that comparison has ended, run prbench doctor --fix on that host',
    )
  }
  const name = await foreignGpuContainer(host)
  if (name === undefined) return
  throw new HostBusy(
    `host ${host.name} is busy: container ${name}, which is not prbench's, may use the GPUs. Waiting for it; ` +
      `docker inspect ${name} shows what it is`,
  )
}

async function foreignGpuContainer({ engine, gpus }: LaunchHost): Promise<string | undefined> {
  if (gpus.vendor.tools.length === 0) return undefined
  const running = await engine.call('list containers', (abortSignal) =>
    engine.docker.listContainers({ abortSignal }),
  )
  for (const { Id: id, Labels: labels } of running) {
    if (comparisonLabel in labels) continue
    const found = await inspectContainer(engine, id)
    if (found !== undefined && mayUseGpus(found.HostConfig, gpus.vendor)) return found.Name.replace(/^\//, '')
  }
  return undefined
}

/** By a device file, by a request to the Engine (`--gpus`), or as it may do everything. */
function mayUseGpus(settings: Docker.HostConfig, { devicePaths }: GpuVendor): boolean {
  const files = asDevices(settings.Devices).map(({ PathOnHost = '' }) => PathOnHost)
  return (
    settings.Privileged === true ||
    (settings.DeviceRequests ?? []).length > 0 ||
    files.some((file) => devicePaths.some((path) => file.startsWith(path)))
  )
}

/** The Engine's description leaves the type of this open; there may be none at all. */
function asDevices(devices: unknown): { PathOnHost?: string }[] {
  return Array.isArray(devices) ? (devices as { PathOnHost?: string }[]) : []
}
