import { listRemoteRefs, type Remote } from '../git/remote.js'
import { forge } from './registry.js'
import type { Repository } from './repository.js'

export interface RemoteOptions {
  repository: Repository
  /** Another server of the forge, where `owner/name` is found there. */
  serverUrl?: string | undefined
}

/** Where a repository is read from. */
export function remoteOf({ repository, serverUrl = forge.serverUrl }: RemoteOptions): Remote {
  const { kind, text, key } = repository
  const address = kind === 'forge' ? `${serverUrl.replace(/\/+$/, '')}/${text}` : text
  return { name: text, key, address, local: /^(\/|file:\/\/)/i.test(address) }
}

/**
 * The SHA of a pull request's head as the repository has it now, without fetching; undefined where there is
 * no such pull request. It also tells whether a repository can be read.
 *
 * @throws RepositoryUnreachable
 */
export async function remotePullRequestHead(
  remote: Remote,
  pullRequest: number,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { head } = forge.refsOf(pullRequest)
  const { shas } = await listRemoteRefs(remote, [head], signal)
  return shas.get(head)
}
