import { type CommentChoice, type Publication, publicationSchema } from '../comparison/publication.js'
import type { FailOn } from '../comparison/gate.js'
import type { ComparisonRequest } from '../comparison/request.js'
import { parseRepository } from '../forges/repository.js'
import { forgeTokenNames, secretOfEnvironment, type Secrets } from '../publish/secrets.js'
import { Refused } from './command-error.js'
import type { NotifyFlags } from './notifications.js'

type Environment = Readonly<Record<string, string | undefined>>

/** The flags that say where a comparison is told of. */
export interface PublishingFlags extends NotifyFlags {
  comment?: CommentChoice
  publishAs?: string
  acknowledge?: string
  failOn: FailOn
}

/** What a comparison publishes: the part of it for its input, and the part that must not be there. */
export interface Publishing {
  readonly fields: Pick<ComparisonRequest, 'publication'>
  readonly secrets: Secrets
}

const nothing: Publishing = { fields: {}, secrets: {} }

/**
 * What the flags and the environment say about publishing: where `--comment` is given, or in a job of GitHub
 * Actions that has a token; nothing elsewhere.
 *
 * @throws Refused, where `--comment` cannot be followed
 */
export async function publishingOf(
  { comment, publishAs, failOn }: PublishingFlags,
  { repository, calibrate }: Pick<ComparisonRequest, 'repository' | 'calibrate'>,
  environment: Environment,
): Promise<Publishing> {
  const secrets = await forgeToken(environment)
  const isJob = environment.GITHUB_ACTIONS === 'true' && secrets !== undefined
  if (calibrate || (comment === undefined && !isJob)) return nothing
  const parsed = parseRepository(repository)
  if (!parsed.ok || parsed.repository.kind !== 'forge') {
    if (comment === undefined) return nothing
    throw new Refused('--comment needs a repository on GitHub: add --repo owner/name')
  }
  const page = jobPage(environment)
  const publication = publicationSchema.safeParse({
    comment: comment ?? 'change',
    name: publishAs ?? 'prbench',
    failOn,
    ...(page === undefined ? {} : { page }),
  } satisfies Publication)
  if (publication.success) return { fields: { publication: publication.data }, secrets: secrets ?? {} }
  throw new Refused(`--publish-as: ${publication.error.issues.map(({ message }) => message).join('; ')}`)
}

/** @throws Refused, where a worker on this machine would have no token */
export function requireToken({ fields, secrets }: Publishing): void {
  if (fields.publication === undefined || Object.keys(secrets).length > 0) return
  throw new Refused(`--comment needs a token for GitHub: set ${forgeTokenNames.join(' or ')}`)
}

/** The forge's token by the name of its variable; undefined where there is none. */
export async function forgeToken(environment: Environment): Promise<Secrets | undefined> {
  for (const name of forgeTokenNames) {
    const value = await secretOfEnvironment(name, environment)
    if (value !== undefined) return { [name]: value }
  }
  return undefined
}

/** The page of the job of GitHub Actions that this runs in. */
function jobPage({
  GITHUB_ACTIONS: actions,
  GITHUB_SERVER_URL: server,
  GITHUB_REPOSITORY: repository,
  GITHUB_RUN_ID: run,
}: Environment): string | undefined {
  if (actions !== 'true' || !server || !repository || !run) return undefined
  return `${server}/${repository}/actions/runs/${run}`
}
