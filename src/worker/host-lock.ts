import { accessSync, constants } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeLock, type Lock } from '../processes/lock.js'

/** Two workers on one host would measure beside each other. */
export class HostLocked extends Error {
  override readonly name = 'HostLocked'
}

/** The devices of a machine with GPUs, unless its worker names others. */
export const allGpus = 'gpus'

/**
 * Takes the lock of a host for this process, and that of the devices that it measures on: the same GPUs under two names
 * are still the same GPUs. Both are the machine's, whoever's worker it is.
 *
 * @param devices a name for them; `undefined` where there is nothing that only one worker may have
 * @throws HostLocked with who holds it
 */
export async function takeHostLock(
  host: string,
  devices: string | undefined,
  folder = machineFolder(),
): Promise<Lock> {
  const named = await takeLock(join(tmpdir(), `prbench-host-${host}.lock`))
  if (!named.taken) {
    throw new HostLocked(
      `another prbench worker measures on ${host} already (process ${String(named.holder.pid)}): two would disturb ` +
        'each other. Stop that one first, or start this one with --role control',
    )
  }
  if (devices === undefined) return named.lock
  const shared = await takeLock(join(folder, `prbench-devices-${devices}.lock`), host)
  if (!shared.taken) {
    await named.lock.release()
    const { pid, about = 'another host' } = shared.holder
    throw new HostLocked(
      `the devices "${devices}" of this machine are taken: another prbench worker measures on them as host ${about} ` +
        `(process ${String(pid)}), and two would disturb each other. Stop that one first, or start this one with ` +
        '--role control; where it measures on other devices, name them in PRBENCH_DEVICES',
    )
  }
  return {
    release: async () => {
      await shared.lock.release()
      await named.lock.release()
    },
  }
}

/** A folder that all processes of the machine see as one; a service may have a /tmp of its own. */
function machineFolder(): string {
  try {
    accessSync('/run/lock', constants.W_OK)
    return '/run/lock'
  } catch {
    return '/tmp'
  }
}
