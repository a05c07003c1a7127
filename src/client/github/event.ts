import { z } from 'zod'

/** What happened on a pull request and may ask for a comparison. */
export type PullRequestEvent =
  | {
      readonly kind: 'comment'
      readonly repository: string
      readonly pullRequest: number
      readonly comment: number
      readonly person: string
      readonly body: string
    }
  | {
      readonly kind: 'label'
      readonly repository: string
      readonly pullRequest: number
      readonly person: string
      /** The head that the person saw. */
      readonly head: string
    }

export type ReadEvent =
  | { readonly kind: 'event'; readonly event: PullRequestEvent }
  /** Nothing is asked for, with why. */
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'refused'; readonly problem: string }

const login = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,60}(\[bot\])?$/)
const number = z.int().positive()
const repository = z.looseObject({ full_name: z.string() })

const commentSchema = z.looseObject({
  action: z.string(),
  repository,
  issue: z.looseObject({ number, pull_request: z.looseObject({}).optional() }),
  comment: z.looseObject({ id: number, body: z.string(), user: z.looseObject({ login }) }),
})

const labelSchema = z.looseObject({
  action: z.string(),
  repository,
  label: z.looseObject({ name: z.string() }).optional(),
  pull_request: z.looseObject({ number, head: z.looseObject({ sha: z.string().regex(/^[0-9a-f]{40}$/) }) }),
  sender: z.looseObject({ login }),
})

/** Where the event is looked at: the job's repository, and the label that asks for a comparison. */
export interface EventPlace {
  readonly repository: string
  readonly label: string
}

/**
 * Reads the event of a workflow of GitHub Actions (docs.github.com, "Webhook events and payloads"). Pure. What it
 * says of people and commits is checked with GitHub before anything is done.
 */
export function readEvent(name: string, payload: unknown, place: EventPlace): ReadEvent {
  if (name === 'issue_comment') return readCommentEvent(payload, place)
  if (name === 'pull_request_target') return readLabelEvent(payload, place)
  return {
    kind: 'refused',
    problem: `the event ${name} asks for nothing; use issue_comment or pull_request_target`,
  }
}

function readCommentEvent(payload: unknown, place: EventPlace): ReadEvent {
  const parsed = commentSchema.safeParse(payload)
  if (!parsed.success) return malformed(parsed.error)
  const { action, issue, comment, repository: own } = parsed.data
  if (own.full_name !== place.repository) return foreign(own.full_name, place)
  if (action !== 'created')
    return { kind: 'ignored', why: `a comment was ${action}; only a new comment is a command` }
  if (issue.pull_request === undefined)
    return { kind: 'ignored', why: 'the comment is not on a pull request' }
  return {
    kind: 'event',
    event: {
      kind: 'comment',
      repository: own.full_name,
      pullRequest: issue.number,
      comment: comment.id,
      person: comment.user.login,
      body: comment.body,
    },
  }
}

function readLabelEvent(payload: unknown, place: EventPlace): ReadEvent {
  const parsed = labelSchema.safeParse(payload)
  if (!parsed.success) return malformed(parsed.error)
  const { action, label, pull_request: pullRequest, repository: own, sender } = parsed.data
  if (own.full_name !== place.repository) return foreign(own.full_name, place)
  if (action !== 'labeled' || label?.name !== place.label) {
    return { kind: 'ignored', why: `nobody added the label ${place.label}` }
  }
  return {
    kind: 'event',
    event: {
      kind: 'label',
      repository: own.full_name,
      pullRequest: pullRequest.number,
      person: sender.login,
      head: pullRequest.head.sha,
    },
  }
}

function malformed(error: z.ZodError): ReadEvent {
  const [issue] = error.issues
  const field = issue === undefined ? '' : ` (${z.core.toDotPath(issue.path)})`
  return { kind: 'refused', problem: `the event file is not what GitHub writes${field}` }
}

function foreign(name: string, { repository: own }: EventPlace): ReadEvent {
  return {
    kind: 'refused',
    problem: `the event is of ${JSON.stringify(name.slice(0, 150))}, and this job is of ${own}`,
  }
}
