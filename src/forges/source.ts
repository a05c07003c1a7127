import { setTimeout as delay } from 'node:timers/promises'
import type { Source, SourceCommit } from '../comparison/source.js'
import { mergeBase, mergeConflicts, readCommit } from '../git/commits.js'
import { NothingToCompare } from '../git/errors.js'
import type { Mirror } from '../git/mirror.js'
import { fetchCommits } from '../git/named-commits.js'
import { forge } from './registry.js'
import { fetchPullRequest, type DefaultBranch, type FetchedPullRequest } from './pull-request.js'

export interface PullRequestSource {
  mirror: Mirror
  pullRequest: number
  /** How long a missing or stale merge commit is waited for; a local repository is not waited for. */
  waitForMergeSeconds?: number
  pollSeconds?: number
}

/**
 * What to measure for a pull request: its merge commit against that commit's first parent, which is what main
 * was when they were merged, so that main's own drift is not measured. A merge commit counts only if its
 * second parent is the pull request's head: forges keep stale ones after a push or a conflict. Where none
 * comes in time: the head against the commit where it left the default branch, with a note that says so.
 * Throws RefMissing, NothingToCompare, RepositoryUnreachable, GitFailed.
 */
export async function resolveSource(request: PullRequestSource): Promise<Source> {
  const { mirror, pullRequest, waitForMergeSeconds = 60, pollSeconds = 10 } = request
  const { signal } = mirror
  const waitSeconds = mirror.remote.local ? 0 : waitForMergeSeconds
  const patientUntil = performance.now() + waitSeconds * 1000
  for (;;) {
    const fetched = await fetchPullRequest(mirror, pullRequest)
    const source = await mergeSource(mirror, pullRequest, fetched)
    if (source) return source
    const left = patientUntil - performance.now()
    if (left <= 0) return headSource(mirror, pullRequest, fetched, waitSeconds)
    await delay(Math.min(pollSeconds * 1000, left), undefined, signal ? { signal } : {})
  }
}

/**
 * Two commits that somebody named by branch, tag or SHA, see fetchCommits. The same commit twice is allowed:
 * it measures noise, and a note says so.
 */
export async function resolveCommits(request: {
  mirror: Mirror
  base: string
  head: string
}): Promise<Source> {
  const { mirror } = request
  const named = await fetchCommits(mirror, [request.base, request.head])
  const [base, head] = await Promise.all(named.map(({ sha, why }) => describe(mirror, sha, why)))
  if (!base || !head) throw new NothingToCompare('a comparison needs two commits')
  const same = base.sha === head.sha
  return {
    mode: 'commits',
    base,
    head,
    notes: same ? ['Both arms are the same commit: every difference is noise.'] : [],
  }
}

async function mergeSource(
  mirror: Mirror,
  pullRequest: number,
  { head, merge }: FetchedPullRequest,
): Promise<Source | undefined> {
  if (merge === undefined) return undefined
  const { parents } = await readCommit(mirror, merge)
  const [baseline, merged] = parents
  if (baseline === undefined || merged !== head || parents.length !== 2) return undefined
  // The merge commit's own subject is "Merge <SHA> into <SHA>", which tells nobody what is compared.
  const { subject } = await readCommit(mirror, head)
  return {
    mode: 'merge',
    base: await describe(mirror, baseline, `first parent of ${forge.refsOf(pullRequest).merge}`),
    head: { sha: merge, why: forge.refsOf(pullRequest).merge, subject },
    pullRequest: { number: pullRequest, headSha: head },
    notes: [],
  }
}

async function headSource(
  mirror: Mirror,
  pullRequest: number,
  fetched: FetchedPullRequest,
  waitedSeconds: number,
): Promise<Source> {
  const { head, defaultBranch } = fetched
  const name = `pull request ${pullRequest} of ${mirror.remote.name}`
  const instead = 'Use --base and --head instead.'
  if (!defaultBranch) {
    throw new NothingToCompare(
      `${name} has no merge commit, and there is no default branch to compare its head with. ${instead}`,
    )
  }
  const base = await mergeBase(mirror, head, defaultBranch.sha)
  if (base === undefined) {
    throw new NothingToCompare(
      `The head of ${name} has no common history with ${defaultBranch.name}. ${instead}`,
    )
  }
  if (base === head) {
    throw new NothingToCompare(`The head of ${name} is already in ${defaultBranch.name}. ${instead}`)
  }
  const reason = await absence(mirror, fetched, defaultBranch, waitedSeconds)
  return {
    mode: 'head-against-merge-base',
    base: await describe(mirror, base, `where ${forge.refsOf(pullRequest).head} left ${defaultBranch.name}`),
    head: await describe(mirror, head, forge.refsOf(pullRequest).head),
    pullRequest: { number: pullRequest, headSha: head },
    notes: [
      `${reason} Its head ${head.slice(0, 12)} was compared with ${base.slice(0, 12)}, where it branched off ` +
        `${defaultBranch.name}, not with the current ${defaultBranch.name}.`,
    ],
  }
}

/** Why there is no merge commit that counts, as far as it can be known here. */
async function absence(
  mirror: Mirror,
  { head, merge }: FetchedPullRequest,
  defaultBranch: DefaultBranch,
  waitedSeconds: number,
): Promise<string> {
  if (await mergeConflicts(mirror, defaultBranch.sha, head)) {
    return `The pull request conflicts with ${defaultBranch.name}, so it has no merge commit.`
  }
  const after = waitedSeconds > 0 ? ` after ${waitedSeconds} s` : ''
  return merge === undefined
    ? `The repository had no merge commit of the pull request${after}.`
    : `The repository's merge commit of the pull request still belonged to an earlier head${after}.`
}

async function describe(mirror: Mirror, sha: string, why: string): Promise<SourceCommit> {
  const { subject } = await readCommit(mirror, sha)
  return { sha, why, subject }
}
