import { mkdir } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { connectEngine } from '../docker/engine.js'
import { findVendor } from '../gpus/registry.js'
import type { HostGpus, LaunchHost } from './launch-host.js'

/** The share of a host's memory that a container may have. */
const memoryShare = 0.9

/**
 * This machine's GPUs as launches get them. Does not ask any tool yet.
 *
 * @param numbers those that its launches may use; all of them where it is left out
 */
export async function openGpus(numbers?: readonly number[]): Promise<HostGpus> {
  const vendor = await findVendor()
  const profile = await vendor.profile(numbers)
  return { vendor, profile, ...(numbers === undefined ? {} : { numbers }) }
}

/** This machine as a host of launches. Does not ask Docker anything yet. */
export async function openLaunchHost(name: string, stateFolder: string, gpus: HostGpus): Promise<LaunchHost> {
  const spool = join(stateFolder, 'spool')
  const logs = join(stateFolder, 'logs')
  const primed = join(stateFolder, 'primed')
  await mkdir(primed, { recursive: true })
  await mkdir(spool, { recursive: true })
  await mkdir(logs, { recursive: true })
  return {
    name,
    engine: connectEngine(),
    gpus,
    spool,
    primed,
    logs,
    memoryBytes: Math.floor(totalmem() * memoryShare),
  }
}
