import { gatedResult, heldBy } from '../comparison/gate.js'
import type { Outcome } from '../comparison/outcome.js'
import type { Plan } from '../comparison/plan.js'
import type { Publication } from '../comparison/publication.js'
import type { PublishOrder } from '../comparison/published.js'
import type { CheckOrder, CheckState, CommentOrder } from '../forges/forge-client.js'
import { parseRepository } from '../forges/repository.js'
import { quoteOf } from '../planning/quote.js'
import { endedComment, runningComment, type Told } from '../report/comment/comment.js'
import type { RunRecord } from '../run/record.js'
import { isNews } from './news.js'

/** What is written on a forge for one moment of a comparison. */
export interface Publications {
  readonly check: CheckOrder
  /** Absent where two commits are compared, or nobody wants one. */
  readonly comment?: CommentOrder
}

/** A moment, with the record of the run where it has ended. */
export type Moment = Pick<PublishOrder, 'sequence'> &
  (
    | Extract<PublishOrder['occasion'], { kind: 'running' }>
    | { readonly kind: 'ended'; readonly outcome: Outcome; readonly record: RunRecord }
  )

/**
 * What is to be published. Pure. Undefined where nobody asked for it, or the repository is on no forge.
 */
export function publicationsOf(plan: Plan, moment: Moment, now: Date): Publications | undefined {
  const { publication } = plan.request
  const parsed = parseRepository(plan.request.repository)
  if (publication === undefined || !parsed.ok || parsed.repository.kind !== 'forge') return undefined
  const repository = parsed.repository.text
  const { pullRequest, head } = plan.source
  const told = toldOf(plan, moment, publication, now)
  const check: CheckOrder = {
    repository,
    sha: pullRequest?.headSha ?? head.sha,
    name: publication.name,
    run: plan.run,
    state:
      moment.kind === 'running'
        ? { kind: 'running' }
        : { kind: 'ended', conclusion: conclusionOf(moment.outcome, publication) },
    title: told.title,
    summary: told.markdown,
    ...(publication.page === undefined ? {} : { page: publication.page }),
  }
  if (pullRequest === undefined || publication.comment === 'never') return { check }
  const comment: CommentOrder = {
    repository,
    pullRequest: pullRequest.number,
    key: publication.name,
    version: { run: plan.run, sequence: moment.sequence },
    body: told.markdown,
    create: publication.comment === 'always' || (moment.kind === 'ended' && isNews(moment.outcome)),
  }
  return { check, comment }
}

function toldOf(plan: Plan, moment: Moment, { page }: Publication, now: Date): Told {
  if (moment.kind === 'ended') return endedComment(moment.record, page)
  const { launches, gpuHours } = quoteOf(plan).most
  return runningComment(plan, moment.status, { launches, gpuHours }, now)
}

/** What a check ends with: it fails as the command does that waited, and what is not decided is neutral. */
function conclusionOf(
  outcome: Outcome,
  { failOn }: Publication,
): Extract<CheckState, { kind: 'ended' }>['conclusion'] {
  const { ending, complete, verdict, acknowledged = false } = outcome
  if (ending === 'cancelled') return 'cancelled'
  if (ending === 'failed' || heldBy(gatedResult(outcome), failOn) !== undefined) return 'failure'
  const passes = acknowledged || verdict === 'no-change' || verdict === 'improvement'
  return complete && passes ? 'success' : 'neutral'
}
