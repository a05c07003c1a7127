import { hasCommits } from '../git/commits.js'
import { RefMissing } from '../git/errors.js'
import { fetchRefs } from '../git/fetch.js'
import type { Mirror } from '../git/mirror.js'
import { listRemoteRefs, type Remote, type RemoteRefs } from '../git/remote.js'
import { forge } from './registry.js'

export interface DefaultBranch {
  name: string
  sha: string
}

/** A pull request's commits as the repository had them at one moment; all of them are in the mirror. */
export interface FetchedPullRequest {
  head: string
  /** Absent where the repository offers no merge commit, for instance after a conflict. */
  merge?: string
  defaultBranch?: DefaultBranch
}

/**
 * Fetches a pull request's head, its merge commit and the default branch. Throws RefMissing where there is no
 * such pull request, RepositoryUnreachable, GitFailed.
 */
export async function fetchPullRequest(mirror: Mirror, pullRequest: number): Promise<FetchedPullRequest> {
  const { head: headName, merge: mergeName } = forge.refsOf(pullRequest)
  // What is listed may be gone or replaced before it is fetched, so a push in between means once more.
  for (let attempt = 1; ; attempt++) {
    const asked = [headName, mergeName, ...defaultBranchNames]
    const listed = await listRemoteRefs(mirror.remote, asked, mirror.signal)
    const head = listed.shas.get(headName)
    const merge = listed.shas.get(mergeName)
    if (head === undefined) throw new RefMissing(`Pull request ${pullRequest}`, mirror.remote.name)
    const defaultBranch = defaultBranchOf(mirror.remote, listed)
    const names = [headName]
    if (merge !== undefined) names.push(mergeName)
    if (defaultBranch) names.push(`refs/heads/${defaultBranch.name}`)
    try {
      await fetchRefs(
        mirror,
        names.map((name) => `+${name}:${name}`),
      )
    } catch (error) {
      if (error instanceof RefMissing && attempt < 3) continue
      throw error
    }
    const wanted = [head, merge, defaultBranch?.sha].filter((sha) => sha !== undefined)
    if (attempt < 3 && !(await hasCommits(mirror, wanted))) continue
    return { head, ...(merge === undefined ? {} : { merge }), ...(defaultBranch ? { defaultBranch } : {}) }
  }
}

const defaultBranchNames = ['HEAD', 'refs/heads/main', 'refs/heads/master']

/** A server's HEAD is its default branch. In a folder somebody works in, HEAD is what is checked out. */
function defaultBranchOf(remote: Remote, { shas, headBranch }: RemoteRefs): DefaultBranch | undefined {
  const head = headBranch === undefined ? [] : [{ name: headBranch, sha: shas.get('HEAD') }]
  const usual = ['main', 'master'].map((name) => ({ name, sha: shas.get(`refs/heads/${name}`) }))
  for (const { name, sha } of remote.local ? [...usual, ...head] : [...head, ...usual]) {
    if (sha !== undefined) return { name, sha }
  }
  return undefined
}
