import type { ProcessRecord } from '../comparison/launch.js'
import type { LaunchHost } from './launch-host.js'

/** More losses of the Engine within one launch are a matter for the operator of the host. */
const lossesAllowed = 5

/** The host's Docker Engine went away again and again. */
export class HostUnreliable extends Error {
  override readonly name = 'HostUnreliable'

  constructor(host: string, processes: number) {
    super(
      `Docker on ${host} stopped during ${processes} processes of one launch. ` +
        'Look at its journal, and consider `live-restore` (prbench doctor)',
    )
  }
}

/** Gives a host up on which processes of one launch were lost again and again. Throws HostUnreliable. */
export function refuseUnreliableHost(host: LaunchHost, ended: readonly ProcessRecord[]): void {
  const lost = ended.filter((record) => record.ending === 'lost').length
  if (lost > lossesAllowed) throw new HostUnreliable(host.name, lost)
}
