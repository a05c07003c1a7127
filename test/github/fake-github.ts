import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { AddressInfo } from 'node:net'
import {
  answerProblems,
  describedRequest,
  requestProblems,
  sampleAnswer,
  type Described,
} from './description.js'

/** How a request goes wrong: before or after it was performed. */
export type Fault =
  'lost-before' | 'lost-after' | '502-before' | '502-after' | 'slow-down' | '429' | 'secondary'

export interface FakeComment {
  id: number
  issue: number
  login: string
  body: string
  created_at: string
  updated_at: string
}

export interface FakeCheck {
  id: number
  head_sha: string
  name: string
  external_id: string
  status: string
  conclusion: string | null
  output: { title: string; summary: string }
}

interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

type Fields = Readonly<Record<string, unknown>>

/** GitHub as far as prbench uses it, on this machine. Requests and answers are checked against its description. */
export class FakeGithub {
  /** Who the token belongs to; `bot` may not ask for its user. */
  self = { login: 'prbench-bot', isApp: false }
  /** Whether the token is none that GitHub knows. */
  unauthorised = false
  /** Whether the token may write checks and comments. */
  may = { checks: true, comment: true }
  readonly permissions = new Map<string, 'admin' | 'write' | 'read' | 'none'>()
  head = { sha: 'c'.repeat(40), pushedAt: '2026-11-30T09:00:00Z' as string | undefined, state: 'open' }
  readonly comments: FakeComment[] = []
  readonly checks: FakeCheck[] = []
  readonly statuses: Fields[] = []
  readonly reactions: { comment: number; content: unknown }[] = []
  /** What was against GitHub's description. */
  readonly problems: string[] = []
  /** Each request that changes something. */
  readonly writes: string[] = []
  readonly tokens = new Set<string>()
  /** The fault of the next request; undefined where it goes well. */
  fault: (request: string) => Fault | undefined = () => undefined
  #next = 1
  readonly #server = createServer((request, response) => {
    this.#serve(request, response).catch((error: unknown) => {
      this.problems.push(String(error))
      response.destroy()
    })
  })

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const { port } = this.#server.address() as AddressInfo
    return `http://127.0.0.1:${port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  /** A comment that is there already. */
  addComment(login: string, body: string, issue = 7): FakeComment {
    const now = '2026-11-30T10:00:00Z'
    const comment = { id: this.#next++, issue, login, body, created_at: now, updated_at: now }
    this.comments.push(comment)
    return comment
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`)
    const method = request.method ?? 'GET'
    const sent = await text(request)
    const body: unknown = sent === '' ? undefined : JSON.parse(sent)
    this.tokens.add(request.headers.authorization ?? '')
    const name = `${method} ${url.pathname}`
    if (method !== 'GET') this.writes.push(name)
    const answer = this.#reply(this.fault(name), () => this.#answer(method, url, body))
    if (answer === undefined) response.destroy()
    else send(response, answer)
  }

  /** The answer; undefined where the connection breaks. */
  #reply(fault: Fault | undefined, perform: () => Answer): Answer | undefined {
    if (fault === 'lost-before') return undefined
    const refusal = refusals[fault ?? '']
    if (refusal !== undefined) return refusal
    if (this.unauthorised) return { status: 401, body: { message: 'Bad credentials' } }
    const answer = perform()
    if (fault === 'lost-after') return undefined
    return fault === '502-after' ? { status: 502, body: { message: 'Server Error' } } : answer
  }

  #answer(method: string, url: URL, body: unknown): Answer {
    if (url.pathname === '/graphql')
      return { status: 200, body: { data: { viewer: { login: this.self.login } } } }
    const described = describedRequest(method, url.pathname)
    if (described === undefined) {
      this.problems.push(`no operation ${method} ${url.pathname}`)
      return { status: 404, body: { message: 'Not Found' } }
    }
    const where = described.operation.operationId
    this.problems.push(
      ...requestProblems(described, url.searchParams, body).map((text) => `${where}: ${text}`),
    )
    const answer = this.#perform(described, url, (body ?? {}) as Fields)
    // Refusals that the description leaves out are GitHub's all the same.
    if (answer.status < 400)
      this.problems.push(
        ...answerProblems(described, answer.status, answer.body).map((text) => `${where}: ${text}`),
      )
    return answer
  }

  #perform(described: Described, url: URL, body: Fields): Answer {
    const { path, operation } = described
    const sampled = (status: number, fields: Fields): Answer => {
      return { status, body: { ...(sampleAnswer(described, status) as Fields), ...fields } }
    }
    switch (operation.operationId) {
      case 'users/get-authenticated':
        if (this.self.isApp) return forbidden
        return sampled(200, { login: this.self.login, id: 1, type: 'User' })
      case 'issues/list-comments': {
        const own = this.comments.filter(({ issue }) => `${issue}` === path.issue_number)
        const page = Number(url.searchParams.get('page') ?? 1)
        const size = Number(url.searchParams.get('per_page') ?? 30)
        const body = own.slice((page - 1) * size, page * size).map(shownComment)
        if (page * size >= own.length) return { status: 200, body }
        const next = new URL(url)
        next.searchParams.set('page', `${page + 1}`)
        return { status: 200, body, headers: { link: `<${next.href}>; rel="next"` } }
      }
      case 'issues/get-comment': {
        const found = this.comments.find(({ id }) => `${id}` === path.comment_id)
        return found === undefined ? notFound : { status: 200, body: shownComment(found) }
      }
      case 'issues/create-comment': {
        if (!this.may.comment) return forbidden
        const comment = this.addComment(this.self.login, String(body.body), Number(path.issue_number))
        return { status: 201, body: shownComment(comment) }
      }
      case 'issues/update-comment': {
        const found = this.comments.find(({ id }) => `${id}` === path.comment_id)
        if (found === undefined) return notFound
        if (found.login !== this.self.login) return forbidden
        found.body = String(body.body)
        found.updated_at = '2026-11-30T11:00:00Z'
        return { status: 200, body: shownComment(found) }
      }
      case 'issues/delete-comment': {
        const index = this.comments.findIndex(({ id }) => `${id}` === path.comment_id)
        if (index < 0) return notFound
        this.comments.splice(index, 1)
        return { status: 204 }
      }
      case 'checks/list-for-ref': {
        const named = this.checks.filter(
          (check) => check.head_sha === path.ref && check.name === url.searchParams.get('check_name'),
        )
        return { status: 200, body: { total_count: named.length, check_runs: named.map(shownCheck) } }
      }
      case 'checks/create': {
        if (!this.may.checks) return forbidden
        const check = { id: this.#next++, conclusion: null, ...body } as FakeCheck
        this.checks.push(check)
        return { status: 201, body: shownCheck(check) }
      }
      case 'checks/update': {
        const check = this.checks.find(({ id }) => `${id}` === path.check_run_id)
        if (check === undefined) return notFound
        Object.assign(check, body)
        return { status: 200, body: shownCheck(check) }
      }
      case 'repos/create-commit-status':
        this.statuses.push({ sha: path.sha, ...body })
        return sampled(201, { ...body })
      case 'reactions/create-for-issue-comment':
        this.reactions.push({ comment: Number(path.comment_id), content: body.content })
        return sampled(201, { content: body.content })
      case 'repos/get-collaborator-permission-level': {
        const permission = this.permissions.get(path.username ?? '') ?? 'read'
        return sampled(200, { permission, role_name: permission, user: null })
      }
      case 'pulls/get':
        return this.#pull(described, path)
      case 'repos/list-activities': {
        if (this.head.pushedAt === undefined) return notFound
        return {
          status: 200,
          body: [activity(this.head.sha, this.head.pushedAt, url.searchParams.get('ref') ?? '')],
        }
      }
      default:
        throw new Error(`not played: ${operation.operationId}`)
    }
  }

  #pull(described: Described, path: Described['path']): Answer {
    const pull = sampleAnswer(described, 200) as Record<string, Record<string, unknown>>
    const repo = { ...(pull.head?.repo as Fields), full_name: `fork/${path.repo ?? ''}` }
    const head = { ...pull.head, sha: this.head.sha, ref: 'faster', repo }
    return { status: 200, body: { ...pull, number: Number(path.pull_number), state: this.head.state, head } }
  }
}

const forbidden: Answer = {
  status: 403,
  body: { message: 'Resource not accessible by personal access token' },
}
const notFound: Answer = { status: 404, body: { message: 'Not Found' } }

const retryAfter = { 'retry-after': '1' }

const refusals: Readonly<Record<string, Answer>> = {
  '502-before': { status: 502, body: { message: 'Server Error' } },
  'slow-down': { status: 403, body: { message: 'Please wait' }, headers: retryAfter },
  '429': { status: 429, body: { message: 'Too many requests' }, headers: retryAfter },
  secondary: {
    status: 403,
    body: { message: 'You have exceeded a secondary rate limit' },
    headers: retryAfter,
  },
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

/** The description's sample of a comment, with what this one says. */
function shownComment({ id, login, body, created_at, updated_at }: FakeComment): Fields {
  const described = describedRequest('GET', '/repos/o/r/issues/comments/1')
  if (described === undefined) throw new Error('the description has no comment')
  const sampled = sampleAnswer(described, 200) as Fields
  return { ...sampled, id, body, created_at, updated_at, user: userOf(login) }
}

function userOf(login: string): Fields {
  return { ...plainUser, login, type: login.endsWith('[bot]') ? 'Bot' : 'User' }
}

const address = 'https://example.com/x'
const plainUser = {
  id: 1,
  node_id: 'x',
  avatar_url: address,
  gravatar_id: null,
  url: address,
  html_url: address,
  followers_url: address,
  following_url: address,
  gists_url: address,
  starred_url: address,
  subscriptions_url: address,
  organizations_url: address,
  repos_url: address,
  events_url: address,
  received_events_url: address,
  site_admin: false,
}

function shownCheck(check: FakeCheck): Fields {
  const described = describedRequest('PATCH', '/repos/o/r/check-runs/1')
  if (described === undefined) throw new Error('the description has no check')
  const sampled = sampleAnswer(described, 200) as Fields & { output: Fields }
  return { ...sampled, ...check, output: { ...sampled.output, ...check.output } }
}

function activity(after: string, timestamp: string, ref: string): Fields {
  return {
    id: 1,
    node_id: 'x',
    before: '0'.repeat(40),
    after,
    ref,
    timestamp,
    activity_type: 'push',
    actor: null,
  }
}
