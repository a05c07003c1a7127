import { comparisonLabel, hostLabel, runLabel } from '../docker/container-identity.js'
import { inspectContainer, listOurs } from '../docker/containers.js'
import type { LaunchHost } from './launch-host.js'

/** Somebody else's program has the host, so what is measured now would be worth nothing. */
export class HostBusy extends Error {
  override readonly name = 'HostBusy'
}

const gpuDevices = ['/dev/kfd', '/dev/dri']

/**
 * Refuses a host on which something of another run is measured, or, where there are GPUs, any container that may use
 * them runs. What was left running by an ended comparison counts too.
 *
 * @throws HostBusy, with what it is, and what to do
 */
export async function refuseForeignBenchmark(host: LaunchHost, run: string): Promise<void> {
  const ours = await listOurs(host.engine, { [hostLabel]: host.name })
  const foreign = ours.find(({ state, labels }) => state === 'running' && labels[runLabel] !== run)
  if (foreign !== undefined) {
    throw new HostBusy(
      `host ${host.name} is busy: container ${foreign.name} of ${foreign.labels[comparisonLabel] ?? 'another comparison'} ` +
        'runs there. It is waited for; if that comparison has ended, prbench doctor --fix on that host removes it',
    )
  }
  if (host.gpu === undefined) return
  const name = await foreignGpuContainer(host)
  if (name === undefined) return
  throw new HostBusy(
    `host ${host.name} is busy: container ${name}, which is not ours, may use the GPUs. It is waited for; ` +
      `docker inspect ${name} shows what it is`,
  )
}

async function foreignGpuContainer({ engine }: LaunchHost): Promise<string | undefined> {
  const running = await engine.call({
    what: 'list containers',
    run: (abortSignal) => engine.docker.listContainers({ abortSignal }),
  })
  for (const { Id: id, Labels: labels } of running) {
    if (comparisonLabel in labels) continue
    const found = await inspectContainer(engine, id)
    const paths = asDevices(found?.HostConfig.Devices)
    const isPrivileged = found?.HostConfig.Privileged === true
    const hasGpu = paths.some(({ PathOnHost: path = '' }) => gpuDevices.some((gpu) => path.startsWith(gpu)))
    if (found !== undefined && (hasGpu || isPrivileged)) return found.Name.replace(/^\//, '')
  }
  return undefined
}

/** The Engine's description leaves the type of this open; there may be none at all. */
function asDevices(devices: unknown): { PathOnHost?: string }[] {
  return Array.isArray(devices) ? (devices as { PathOnHost?: string }[]) : []
}
