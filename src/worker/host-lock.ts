import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeLock, type Lock } from '../processes/lock.js'

/** Two workers on one host would measure beside each other. */
export class HostLocked extends Error {
  override readonly name = 'HostLocked'

  constructor(host: string, pid: number) {
    super(
      `another prbench worker measures on ${host} already (process ${String(pid)}): two would disturb each other. ` +
        'Stop that one first, or start this one with --role control',
    )
  }
}

/** Takes the lock of a host for this process: one for the machine, whoever's worker it is. */
export async function takeHostLock(host: string): Promise<Lock> {
  const attempt = await takeLock(join(tmpdir(), `prbench-host-${host}.lock`))
  if (!attempt.taken) throw new HostLocked(host, attempt.holder.pid)
  return attempt.lock
}
