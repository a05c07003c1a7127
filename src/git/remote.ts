import type { Repository } from '../comparison/repository.js'
import { GitFailed, RepositoryUnreachable } from './errors.js'
import { runGit } from './run-git.js'

/** A repository with the address that git reads it from. */
export interface Remote {
  /** As it was asked for, for messages. */
  name: string
  address: string
  /** On this machine's disk: nobody recomputes its merge refs, and its HEAD is whatever is checked out. */
  local: boolean
}

export interface RemoteOptions {
  repository: Repository
  /** Where `owner/name` is found: `https://github.com`, or a GitHub Enterprise server. */
  githubUrl?: string | undefined
  signal?: AbortSignal | undefined
}

/** What `git ls-remote` shows: names to SHAs, and the branch that HEAD stands for. */
export interface RemoteRefs {
  shas: ReadonlyMap<string, string>
  headBranch?: string
}

/** Where a repository is read from. */
export function remoteOf({ repository, githubUrl = 'https://github.com' }: RemoteOptions): Remote {
  const address =
    repository.kind === 'github' ? `${githubUrl.replace(/\/+$/, '')}/${repository.text}` : repository.text
  return { name: repository.text, address, local: /^(\/|file:\/\/)/i.test(address) }
}

/**
 * Asks a repository for refs by their full names, or `HEAD`, without fetching anything; names that it does not
 * have are absent from the answer. Throws RepositoryUnreachable.
 */
export async function listRemoteRefs(
  remote: Remote,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<RemoteRefs> {
  const answer = await unreachableAsSuch(remote, () =>
    runGit({
      args: ['ls-remote', '--symref', '--end-of-options', remote.address, ...names],
      what: `list the refs of ${remote.name}`,
      anyOwner: remote.local,
      signal,
    }),
  )
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

/**
 * The SHA of a pull request's head as the repository has it now, without fetching; undefined where there is no
 * such pull request. Throws RepositoryUnreachable, so it also tells whether a repository can be read.
 */
export async function remotePullRequestHead(
  options: RemoteOptions & { pullRequest: number },
): Promise<string | undefined> {
  const name = `refs/pull/${options.pullRequest}/head`
  const { shas } = await listRemoteRefs(remoteOf(options), [name], options.signal)
  return shas.get(name)
}

/** Runs what asks a server; whatever makes git fail there means that the repository cannot be read. */
async function unreachableAsSuch<T>(remote: Remote, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof GitFailed && error.stderr !== '') {
      throw new RepositoryUnreachable(remote.name, error.stderr)
    }
    throw error
  }
}
