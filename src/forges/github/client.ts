import type { ForgeAccess, ForgeClient } from '../forge-client.js'
import { writeCheck } from './checks.js'
import { writeComment } from './comments.js'
import { openOctokit } from './octokit.js'
import { commentOf, headOf, mayWrite, react } from './people.js'

/** GitHub, by its REST API. */
export function openGithub({ apiUrl, token }: ForgeAccess): ForgeClient {
  const octokit = openOctokit({ apiUrl, token })
  return {
    writeComment: (order) => writeComment(octokit, order),
    writeCheck: (order) => writeCheck(octokit, order),
    react: (repository, comment, reaction) => react(octokit, repository, comment, reaction),
    mayWrite: (repository, person) => mayWrite(octokit, repository, person),
    comment: (repository, comment) => commentOf(octokit, repository, comment),
    head: (place) => headOf(octokit, place),
  }
}
