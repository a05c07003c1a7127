import { accessSync, constants } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { lockHolder, takeLock, type Lock, type LockHolder } from '../processes/lock.js'

/** Two workers on one host would measure beside each other. */
export class HostLocked extends Error {
  override readonly name = 'HostLocked'
}

/** What a worker alone may measure on: a name for it, or some of the machine's GPUs by their numbers. */
export type Devices = string | readonly number[]

/** All GPUs of a machine: the devices of its worker unless that names others. */
export const allGpus = 'gpus'

/**
 * Takes the lock of a host for this process, and that of the devices that it measures on: the same GPUs under
 * two names are still the same GPUs. Both are the machine's, whoever's worker it is.
 *
 * @param devices `undefined` where there is nothing that only one worker may have
 * @param folders each lock is taken in all of them
 * @throws HostLocked, with who holds it
 */
export async function takeHostLock(
  host: string,
  devices: Devices | undefined,
  folders: readonly string[] = machineFolders(),
): Promise<Lock> {
  const held: Lock[] = []
  const release = async () => {
    for (const lock of [...held].reverse()) await lock.release()
  }
  const take = async (name: string, refusal: (holder: LockHolder) => string) => {
    for (const folder of folders) {
      const attempt = await takeLock(join(folder, name), host)
      if (!attempt.taken) throw new HostLocked(refusal(attempt.holder))
      held.push(attempt.lock)
    }
  }
  try {
    await take(`prbench-host-${host}.lock`, (holder) => hostTaken(host, holder))
    for (const device of namesOf(devices))
      await take(lockName(device), (holder) => devicesTaken(device, holder))
    // Seen after the own locks are taken: of two that try at once, one at least sees the other.
    for (const folder of folders) await refuseOverlap(folder, devices)
  } catch (error) {
    await release()
    throw error
  }
  return { release }
}

function namesOf(devices: Devices | undefined): string[] {
  if (devices === undefined) return []
  return typeof devices === 'string' ? [devices] : devices.map((number) => `gpu${number}`)
}

function lockName(device: string): string {
  return `prbench-devices-${device}.lock`
}

/** All GPUs and single ones of them are the same GPUs. */
async function refuseOverlap(folder: string, devices: Devices | undefined): Promise<void> {
  const single = /^prbench-devices-(gpu\d+)\.lock$/
  const isAll = devices === allGpus
  if (!isAll && !Array.isArray(devices)) return
  const others = isAll ? (await readdir(folder)).flatMap((file) => single.exec(file)?.[1] ?? []) : [allGpus]
  for (const device of others) {
    const holder = await lockHolder(join(folder, lockName(device)))
    if (holder !== undefined) throw new HostLocked(devicesTaken(device, holder))
  }
}

function hostTaken(host: string, { pid }: LockHolder): string {
  return (
    `another prbench worker already measures on ${host} (process ${pid}), and two would disturb ` +
    'each other. Stop it first, or start this one with --role control'
  )
}

function devicesTaken(devices: string, { pid, about = 'another host' }: LockHolder): string {
  return (
    `the devices "${devices}" of this machine are in use: another prbench worker measures on them as host ${about} ` +
    `(process ${pid}), and two would disturb each other. Stop it first, or start this one with ` +
    '--role control. If this one has other devices, name them in PRBENCH_DEVICES'
  )
}

/**
 * Folders of the machine, whatever TMPDIR says, of which any two workers see one: a service may have a /tmp
 * of its own, and /run/lock is root's alone on some systems.
 */
function machineFolders(): string[] {
  try {
    accessSync('/run/lock', constants.W_OK)
    return ['/run/lock', '/tmp']
  } catch {
    return ['/tmp']
  }
}
