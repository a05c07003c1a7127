import { parseRepository } from '../forges/repository.js'
import { remoteOf } from '../forges/remote.js'
import { hasCommits } from '../git/commits.js'
import { openMirror, type Mirror } from '../git/mirror.js'
import { fetchCommits } from '../git/named-commits.js'
import { BuildRefused } from './build-refused.js'

export interface MirrorPlace {
  readonly repository: string
  /** The folder of bare mirrors. */
  readonly mirrors: string
  readonly forgeUrl?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** This machine's mirror of a repository, with these commits: one that did not resolve them fetches them first. */
export async function mirrorWith(
  shas: readonly string[],
  { repository, mirrors, forgeUrl, signal }: MirrorPlace,
): Promise<Mirror> {
  const parsed = parseRepository(repository)
  if (!parsed.ok) throw new BuildRefused(parsed.problem)
  const remote = remoteOf({ repository: parsed.repository, serverUrl: forgeUrl })
  const mirror = await openMirror(remote, mirrors, signal)
  for (const sha of shas) {
    if (await hasCommits(mirror, [sha])) continue
    await fetchCommits(mirror, [sha])
    if (await hasCommits(mirror, [sha])) continue
    throw new BuildRefused(
      `commit ${sha} is no longer in ${repository}. Was the pull request pushed to? Start the comparison again`,
    )
  }
  return mirror
}
