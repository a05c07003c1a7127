import { mkdir } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { connectEngine } from '../docker/engine.js'
import { gpuProfile } from '../gpus/device-profile.js'
import type { LaunchHost } from './launch-host.js'

/** The share of a host's memory that a container may have. */
const memoryShare = 0.9

/** This machine as a host of launches. Does not ask Docker anything yet. */
export async function openLaunchHost(name: string, stateFolder: string): Promise<LaunchHost> {
  const spool = join(stateFolder, 'spool')
  const logs = join(stateFolder, 'logs')
  const primed = join(stateFolder, 'primed')
  await mkdir(primed, { recursive: true })
  await mkdir(spool, { recursive: true })
  await mkdir(logs, { recursive: true })
  return {
    name,
    engine: connectEngine(),
    gpu: await gpuProfile(),
    spool,
    primed,
    logs,
    memoryBytes: Math.floor(totalmem() * memoryShare),
  }
}
