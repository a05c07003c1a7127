import type { Github } from './octokit.js'
import type { PullRequestHead, PullRequestPlace, WrittenComment } from '../forge-client.js'
import { ForgeRefused } from '../forge-errors.js'
import { ask, repositoryOf } from './ask.js'

/** Shows a reaction; a second one of the same kind changes nothing. */
export async function react(
  octokit: Github,
  repository: string,
  comment: number,
  content: 'eyes' | '-1',
): Promise<void> {
  await ask(() =>
    octokit.rest.reactions.createForIssueComment({
      ...repositoryOf(repository),
      comment_id: comment,
      content,
    }),
  )
}

/** Whether a person may push to the repository. Somebody who is not known there may not. */
export async function mayWrite(octokit: Github, repository: string, person: string): Promise<boolean> {
  try {
    const { data } = await ask(() =>
      octokit.rest.repos.getCollaboratorPermissionLevel({ ...repositoryOf(repository), username: person }),
    )
    return data.permission === 'admin' || data.permission === 'write'
  } catch (error) {
    if (error instanceof ForgeRefused && error.refusal === 'missing') return false
    throw error
  }
}

/** A comment as it is now. */
export async function commentOf(
  octokit: Github,
  repository: string,
  comment: number,
): Promise<WrittenComment> {
  const { data } = await ask(() =>
    octokit.rest.issues.getComment({ ...repositoryOf(repository), comment_id: comment }),
  )
  return {
    author: data.user?.login ?? '',
    body: data.body ?? '',
    createdAt: data.created_at,
    isEdited: data.updated_at !== data.created_at,
  }
}

/**
 * The head of a pull request as it is now. Commits carry whatever time their author likes, so when it was
 * pushed is read from the activity of the branch (docs.github.com, "List repository activities").
 */
export async function headOf(
  octokit: Github,
  { repository, pullRequest }: PullRequestPlace,
): Promise<PullRequestHead> {
  const { data } = await ask(() =>
    octokit.rest.pulls.get({ ...repositoryOf(repository), pull_number: pullRequest }),
  )
  return { sha: data.head.sha, pushedAt: await pushTime(octokit, data.head), isOpen: data.state === 'open' }
}

/** The branch of a pull request. GitHub's types leave out that a fork may be gone. */
interface Branch {
  readonly sha: string
  readonly ref: string
  readonly repo: { readonly full_name: string } | null
}

/** When the branch came to its commit; `undefined` where that cannot be read. */
async function pushTime(octokit: Github, { sha, ref, repo }: Branch): Promise<string | undefined> {
  if (repo === null) return undefined
  try {
    const { data } = await ask(() =>
      octokit.rest.repos.listActivities({
        ...repositoryOf(repo.full_name),
        ref: `refs/heads/${ref}`,
        direction: 'desc',
        per_page: 1,
      }),
    )
    const [latest] = data
    return latest?.after === sha ? latest.timestamp : undefined
  } catch (error) {
    if (error instanceof ForgeRefused) return undefined
    throw error
  }
}
