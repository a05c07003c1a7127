import { Octokit } from '@octokit/core'
import { paginateRest } from '@octokit/plugin-paginate-rest'
import { restEndpointMethods } from '@octokit/plugin-rest-endpoint-methods'
import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import type { ForgeAccess } from '../forge-client.js'

// What the package `octokit` is made of, without its parts for webhooks and OAuth, which are 60 MB.
// The last plugin is the outermost: what is repeated is paced, too.
const GithubOctokit = Octokit.plugin(restEndpointMethods, paginateRest, throttling, retry)

/** GitHub's own client, with its pauses and repetitions. */
export type Github = InstanceType<typeof GithubOctokit>

/** A wait that is longer is left to whoever asks again. */
const longestWaitSeconds = 60
const mostRetries = 3
const requestTimeoutMs = 30_000

/** Writes are at least a second apart, which the library's throttling sees to. */
export function openOctokit({ apiUrl, token }: ForgeAccess): Github {
  const mayWait = (seconds: number, _options: object, _octokit: unknown, retries: number) =>
    seconds <= longestWaitSeconds && retries < mostRetries
  return new GithubOctokit({
    auth: token,
    baseUrl: apiUrl.replace(/\/+$/, ''),
    userAgent: 'prbench',
    // The pace is kept with each server.
    throttle: { id: apiUrl, onRateLimit: mayWait, onSecondaryRateLimit: mayWait },
    // What it would write to the console is told by the errors.
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    request: { fetch: fetchInTime },
  })
}

function ignore(): void {
  // Nothing is said.
}

/** A server that takes a request and never answers it must not hold a worker. */
function fetchInTime(address: string | URL, options: RequestInit = {}): Promise<Response> {
  return fetch(address, { ...options, signal: AbortSignal.timeout(requestTimeoutMs) })
}
