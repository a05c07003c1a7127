import { GitFailed, RepositoryUnreachable } from './errors.js'
import { runGit } from './run-git.js'

/** A repository with the address that git reads it from. */
export interface Remote {
  /** As it was asked for, for messages. */
  name: string
  /** Names folders: letters, digits, `.`, `_`, `-` and `/` only; one repository, one key. */
  key: string
  address: string
  /** On this machine's disk: nobody recomputes its merge refs, and its HEAD is whatever is checked out. */
  local: boolean
}

/** What `git ls-remote` shows: names to SHAs, and the branch that HEAD stands for. */
export interface RemoteRefs {
  shas: ReadonlyMap<string, string>
  headBranch?: string
}

/**
 * Asks a repository for refs by their full names, or `HEAD`, without fetching anything; names that it does
 * not have are absent from the answer. Throws RepositoryUnreachable.
 */
export async function listRemoteRefs(
  remote: Remote,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<RemoteRefs> {
  const answer = await runGit({
    args: ['ls-remote', '--symref', '--end-of-options', remote.address, ...names],
    what: `list the refs of ${remote.name}`,
    anyOwner: remote.local,
    signal,
  }).catch((error: unknown) => {
    // Whatever makes git fail there means that the repository cannot be read.
    if (error instanceof GitFailed && error.stderr !== '')
      throw new RepositoryUnreachable(remote.name, error.stderr)
    throw error
  })
  const shas = new Map<string, string>()
  let headBranch: string | undefined
  for (const line of answer.stdout.split('\n')) {
    const branch = /^ref: refs\/heads\/(\S+)\tHEAD$/.exec(line)?.[1]
    if (branch !== undefined) headBranch = branch
    const [, sha, name] = /^([0-9a-f]{40})\t(\S+)$/.exec(line) ?? []
    // A pattern also matches the end of longer names, such as refs/remotes/x/refs/pull/7/head.
    if (sha !== undefined && name !== undefined && names.includes(name)) shas.set(name, sha)
  }
  return { shas, ...(headBranch === undefined ? {} : { headBranch }) }
}
