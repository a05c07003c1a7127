import { RequestError } from '@octokit/request-error'
import { ForgeRefused, ForgeUnavailable, type Refusal } from '../forge-errors.js'

/** Asks GitHub, and gives its refusals and failures as errors of forges, without the request and its token. */
export async function ask<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    throw forgeError(error)
  }
}

/** `{ owner, repo }` of `owner/name`, as GitHub's operations take it. */
export function repositoryOf(name: string): { owner: string; repo: string } {
  const [owner = '', repo = ''] = name.split('/')
  return { owner, repo }
}

const refusals: Readonly<Record<number, Refusal>> = {
  401: 'token',
  403: 'permission',
  404: 'missing',
  410: 'missing',
  422: 'invalid',
}

/** 403 and 429 also mean "slow down" (docs.github.com, "Rate limits for the REST API"). */
function forgeError(error: RequestError): ForgeRefused | ForgeUnavailable {
  const [said = ''] = error.message.split('\n')
  const headers = error.response?.headers ?? {}
  const retryAfter = Number(headers['retry-after'])
  const isLimited =
    error.status === 429 ||
    (error.status === 403 &&
      (retryAfter > 0 || headers['x-ratelimit-remaining'] === '0' || /rate limit/i.test(said)))
  if (isLimited) return new ForgeUnavailable(said, retryAfter > 0 ? retryAfter : undefined)
  const refusal = refusals[error.status]
  return refusal === undefined ? new ForgeUnavailable(said) : new ForgeRefused(refusal, said)
}
