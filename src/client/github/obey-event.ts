import type { ForgeClient } from '../../forges/forge-client.js'
import { comparisonId, parseRepository } from '../../forges/repository.js'
import { plainMarkdown } from '../../report/markdown/text.js'
import { CommandError, exitCodes, type ExitCode, Refused } from '../command-error.js'
import type { CompareFlags } from '../commands/compare.js'
import { isRefusal } from '../refusals.js'
import { type CommentCommand, readComment } from './comment-command.js'
import type { PullRequestEvent } from './event.js'
import { helpOf } from './help.js'

type CommentEvent = Extract<PullRequestEvent, { kind: 'comment' }>

/** What an event can have done. */
export interface EventCommands {
  readonly compare: (flags: CompareFlags) => Promise<ExitCode>
  readonly cancel: (comparison: string) => Promise<ExitCode>
}

/** What a workflow's file says of the comparisons that its events start. */
export interface EventSettings {
  readonly flags: CompareFlags
  /** Models that can be asked for. */
  readonly models: readonly string[]
  readonly commands: EventCommands
}

/**
 * Does what a comment or a label on a pull request asks for. The event file is believed in nothing: the forge
 * is asked what was written, by whom, whether that person may push, and for which commit.
 *
 * @throws Refused, what its commands throw, ForgeRefused, ForgeUnavailable
 */
export async function obeyEvent(
  forge: ForgeClient,
  event: PullRequestEvent,
  settings: EventSettings,
): Promise<ExitCode> {
  if (event.kind === 'label') return await compareFor(event, settings, {}, await labelledHead(forge, event))
  const writtenAt = await requireRight(forge, event)
  return await answering(forge, event, async () => {
    const read = readComment(event.body, settings.models)
    if (read.kind === 'no-command') return exitCodes.ok
    if (read.kind === 'refused') throw new Refused(read.problem)
    await forge.react(event.repository, event.comment, 'eyes')
    return await obey(forge, event, { command: read.command, writtenAt, settings })
  })
}

/**
 * Checks that the comment is what the event says, and that its author may push. Gives when it was written.
 *
 * @throws Refused. Who may not push gets no answer: a bot that answers everybody can be made to flood.
 */
async function requireRight(forge: ForgeClient, event: CommentEvent): Promise<string> {
  const { repository, comment, person } = event
  const written = await forge.comment(repository, comment)
  if (written.author !== person || written.body !== event.body || written.isEdited) {
    throw new Refused('the comment is not as the event says: it was edited, or the event file is forged')
  }
  await requireWriter(forge, event)
  return written.createdAt
}

/** @throws Refused */
async function requireWriter(forge: ForgeClient, { repository, person }: PullRequestEvent): Promise<void> {
  if (await forge.mayWrite(repository, person)) return
  throw new Refused(`${person} may not write to ${repository}, so nothing is done`)
}

interface Asked {
  readonly command: CommentCommand
  readonly writtenAt: string
  readonly settings: EventSettings
}

async function obey(
  forge: ForgeClient,
  event: CommentEvent,
  { command, writtenAt, settings }: Asked,
): Promise<ExitCode> {
  switch (command.kind) {
    case 'help':
      await answer(forge, event, helpOf(settings.models))
      return exitCodes.ok
    case 'cancel':
      return await settings.commands.cancel(idOf(event))
    case 'compare': {
      const head = await commentedHead(forge, event, command.head, writtenAt)
      return await compareFor(event, settings, flagsOf(command), head)
    }
  }
}

/** Only what the command says; the rest is as the workflow's file has it. */
function flagsOf({ models, benchmarkTypes, pairs, maxPairs }: Extract<CommentCommand, { kind: 'compare' }>) {
  return {
    ...(models.length === 0 ? {} : { models: [...models] }),
    ...(benchmarkTypes.length === 0 ? {} : { benchmarkTypes: [...benchmarkTypes] }),
    ...(pairs === undefined ? {} : { pairs }),
    ...(maxPairs === undefined ? {} : { maxPairs }),
  }
}

/** Somebody asked for it, so the comment comes whatever is found. */
function compareFor(
  event: PullRequestEvent,
  { flags, commands }: EventSettings,
  asked: Partial<CompareFlags>,
  head: string,
): Promise<ExitCode> {
  return commands.compare({
    ...flags,
    ...asked,
    repo: event.repository,
    pr: `${event.pullRequest}`,
    prHead: head,
    comment: flags.comment ?? 'always',
    detach: flags.wait !== true,
  })
}

/** @throws Refused, where the pull request was pushed since the label was set */
async function labelledHead(
  forge: ForgeClient,
  event: Extract<PullRequestEvent, { kind: 'label' }>,
): Promise<string> {
  await requireWriter(forge, event)
  const { sha } = await forge.head(event)
  if (sha === event.head) return sha
  throw new Refused(
    `the pull request was pushed after it got the label; set the label again for ${short(sha)}`,
  )
}

/**
 * The commit that the author of a comment saw: the head, unless it was pushed since.
 *
 * @param named the commit that the comment names
 * @throws Refused
 */
async function commentedHead(
  forge: ForgeClient,
  event: CommentEvent,
  named: string | undefined,
  writtenAt: string,
): Promise<string> {
  const { sha, pushedAt, isOpen } = await forge.head(event)
  if (!isOpen) throw new Refused('the pull request is closed')
  if (named !== undefined) {
    if (sha.startsWith(named)) return sha
    throw new Refused(`${named} is not the head of the pull request, which is ${short(sha)}`)
  }
  // Times are whole seconds.
  if (pushedAt !== undefined && Date.parse(pushedAt) < Date.parse(writtenAt)) return sha
  const why = pushedAt === undefined ? 'may have been pushed' : 'was pushed'
  throw new Refused(
    `the pull request ${why} after the comment; to measure its head as it is now, write /prbench ${short(sha)}`,
  )
}

function short(sha: string): string {
  return sha.slice(0, 12)
}

function idOf({ repository, pullRequest }: PullRequestEvent): string {
  const parsed = parseRepository(repository)
  if (!parsed.ok) throw new Refused(parsed.problem)
  return comparisonId({ repository: parsed.repository, pullRequest })
}

/** What is refused is answered where it was asked, too. */
async function answering(
  forge: ForgeClient,
  event: CommentEvent,
  work: () => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof CommandError || isRefusal(error)) {
      await forge.react(event.repository, event.comment, '-1')
      await answer(forge, event, `Not done: ${plainMarkdown(error.message)}`)
    }
    throw error
  }
}

/** One answer for each comment. */
function answer(forge: ForgeClient, event: CommentEvent, body: string): Promise<void> {
  return forge.writeComment({
    repository: event.repository,
    pullRequest: event.pullRequest,
    key: `answer-${event.comment}`,
    version: { run: 'answer', sequence: 1 },
    body,
    create: true,
  })
}
