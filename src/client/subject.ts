import { calibrationId, comparisonId, parseRepository, type Repository } from '../forges/repository.js'
import type { ComparisonRequest } from '../comparison/request.js'
import { RepositoryUnreachable } from '../git/errors.js'
import { openMirror } from '../git/mirror.js'
import { remoteOf, remotePullRequestHead } from '../forges/remote.js'
import { resolveCommits } from '../forges/source.js'
import { Refused } from './command-error.js'
import { forgeUrl, mirrorsFolder } from './settings.js'

/** What a comparison is of, as it can be known before it is started. */
export interface Subject {
  id: string
  repository: Repository
  /** Two commits are named by their full SHAs in it. */
  request: ComparisonRequest
  /**
   * The pull request's head as it is now; absent for two commits, and where only the worker sees the
   * repository.
   */
  headSha?: string
  /** "pull request 7 of owner/name" */
  title: string
}

/**
 * Looks up what is to be compared, without fetching a pull request.
 *
 * @param remote whether a worker elsewhere does the work: then what this machine cannot read, that one may
 * @throws GitError, where the repository cannot be read; Refused, where it has no such pull request or commit
 */
export async function findSubject(request: ComparisonRequest, remote: boolean): Promise<Subject> {
  const parsed = parseRepository(request.repository)
  if (!parsed.ok) throw new Refused(`--repo: ${parsed.problem}`)
  const { repository } = parsed
  return request.pullRequest === undefined
    ? commits(request, repository)
    : pullRequest(request, repository, request.pullRequest, remote)
}

async function pullRequest(
  request: ComparisonRequest,
  repository: Repository,
  number: number,
  remote: boolean,
): Promise<Subject> {
  const id = comparisonId({ repository, pullRequest: number })
  const title = `pull request ${number} of ${repository.text}`
  try {
    const headSha = await remotePullRequestHead(remoteOf({ repository, serverUrl: forgeUrl() }), number)
    if (headSha === undefined) {
      throw new Refused(`${repository.text} has no pull request ${number}. Check --pr and --repo`)
    }
    const { pullRequestHead: wanted = headSha } = request
    if (wanted !== headSha) {
      throw new Refused(
        `pull request ${number} is at ${headSha.slice(0, 12)} now, not at ${wanted.slice(0, 12)}: --pr-head names another commit`,
      )
    }
    return { id, repository, request, headSha, title }
  } catch (error) {
    if (remote && error instanceof RepositoryUnreachable) return { id, repository, request, title }
    throw error
  }
}

async function commits(request: ComparisonRequest, repository: Repository): Promise<Subject> {
  const { base, head } = request
  if (base === undefined || head === undefined) throw new Refused('--base and --head are needed together')
  const mirror = await openMirror(remoteOf({ repository, serverUrl: forgeUrl() }), mirrorsFolder())
  const source = await resolveCommits({ mirror, base, head })
  const [baseSha, headSha] = [source.base.sha, source.head.sha]
  const resolved = { ...request, base: baseSha, head: headSha }
  if (request.calibrate) {
    const [host] = request.hosts ?? []
    if (host === undefined) throw new Refused('add --host NAME, the host to calibrate')
    const title = `${baseSha.slice(0, 12)} of ${repository.text} against itself on ${host}`
    return { id: calibrationId(host), repository, request: resolved, title }
  }
  return {
    id: comparisonId({ repository, baseSha, headSha }),
    repository,
    request: resolved,
    title: `${baseSha.slice(0, 12)} against ${headSha.slice(0, 12)} of ${repository.text}`,
  }
}
