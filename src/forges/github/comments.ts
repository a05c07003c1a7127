import type { Github } from './octokit.js'
import type { CommentOrder, CommentVersion } from '../forge-client.js'
import { ForgeRefused, ForgeUnavailable } from '../forge-errors.js'
import { ask, repositoryOf } from './ask.js'

/** A comment can lack an author whose account is gone. */
interface Found {
  id: number
  body: string
}

const mostCreations = 3

/**
 * Writes the one comment of a key by this token's owner. Others may have copied its marker, so the author
 * counts; an answer that was lost may have left one or two, so what is there is looked up before every write,
 * and all but the first are deleted.
 *
 * @throws ForgeRefused, ForgeUnavailable
 */
export async function writeComment(octokit: Github, order: CommentOrder): Promise<void> {
  const body = commentBody(order)
  for (let attempt = 1; ; attempt += 1) {
    const [first, ...others] = await ownComments(octokit, order)
    if (first !== undefined) {
      for (const { id } of others) await remove(octokit, order, id)
      if (isNewer(versionOf(first.body), order.version) || first.body === body) return
      await ask(() =>
        octokit.rest.issues.updateComment({ ...repositoryOf(order.repository), comment_id: first.id, body }),
      )
      return
    }
    if (!order.create) return
    try {
      await create(octokit, order, body)
      return
    } catch (error) {
      // It may have been written even so: looked up again, not blindly repeated.
      if (!(error instanceof ForgeUnavailable) || attempt === mostCreations) throw error
      if (error.retryAfterSeconds !== undefined) throw error
    }
  }
}

/** Once: the library must not repeat what may have been done. */
async function create(octokit: Github, order: CommentOrder, body: string): Promise<void> {
  await ask(() =>
    octokit.rest.issues.createComment({
      ...repositoryOf(order.repository),
      issue_number: order.pullRequest,
      body,
      request: { retries: 0 },
    }),
  )
}

/** Gone is as good as deleted. */
async function remove(octokit: Github, { repository }: CommentOrder, id: number): Promise<void> {
  try {
    await ask(() => octokit.rest.issues.deleteComment({ ...repositoryOf(repository), comment_id: id }))
  } catch (error) {
    if (!(error instanceof ForgeRefused && error.refusal === 'missing')) throw error
  }
}

/** Those with the order's key that this token's owner wrote, the oldest first. */
async function ownComments(octokit: Github, order: CommentOrder): Promise<Found[]> {
  const marker = markerOf(order.key)
  const all = await ask(() =>
    octokit.paginate(octokit.rest.issues.listComments, {
      ...repositoryOf(order.repository),
      issue_number: order.pullRequest,
      per_page: 100,
    }),
  )
  // At the very start: what a log quotes stands further down.
  const marked = all.filter(({ body = '' }) => body.startsWith(marker))
  if (marked.length === 0) return []
  const self = await ownLogin(octokit)
  return marked
    .filter(({ user }) => user?.login === self)
    .map(({ id, body = '' }) => ({ id, body }))
    .sort((left, right) => left.id - right.id)
}

const viewerQuery = 'query { viewer { login } }'

/** The name under which this token writes. A workflow's token may not ask for its user, but for its viewer. */
async function ownLogin(octokit: Github): Promise<string> {
  try {
    const { data } = await ask(() => octokit.rest.users.getAuthenticated())
    return data.login
  } catch (error) {
    if (!(error instanceof ForgeRefused && error.refusal === 'permission')) throw error
    const { viewer } = await ask(() => octokit.graphql<{ viewer: { login: string } }>(viewerQuery))
    return viewer.login
  }
}

function markerOf(key: string): string {
  return `<!-- prbench:${key} -->`
}

function commentBody({ key, version, body }: CommentOrder): string {
  return `${markerOf(key)}\n<!-- ${version.run} ${version.sequence} -->\n${body}`
}

function versionOf(body: string): CommentVersion | undefined {
  const [, run, sequence] = /^.*\n<!-- ([\w-]+) (\d+) -->\n/.exec(body) ?? []
  return run === undefined ? undefined : { run, sequence: Number(sequence) }
}

/** Whether what is there was written later by the same run. */
function isNewer(there: CommentVersion | undefined, { run, sequence }: CommentVersion): boolean {
  return there?.run === run && there.sequence > sequence
}
