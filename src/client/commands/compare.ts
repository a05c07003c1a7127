import type { ComparisonRequest } from '../../comparison/request.js'
import { leaveSecrets } from '../../publish/secrets.js'
import { loadAcknowledgements } from '../acknowledgements.js'
import { announce } from '../announce.js'
import { checkThisMachine } from '../checks.js'
import { exitCodes, type ExitCode } from '../command-error.js'
import { chooseServer, connect, findServerChoice } from '../connection.js'
import { loadDefaults, withDefaults } from '../defaults.js'
import { stateFolder } from '../embedded/folders.js'
import { follow } from '../follow.js'
import type { RequestFlags } from '../options.js'
import { notificationsOf, requireAddresses } from '../notifications.js'
import { openOutput } from '../progress/output.js'
import { publishingOf, requireToken, type PublishingFlags } from '../publishing.js'
import { requestOf } from '../request-of.js'
import { defaultOutputFolder } from '../settings.js'
import { findOpenRun } from '../comparison-run.js'
import { startComparison } from '../start-comparison.js'
import { findSubject } from '../subject.js'

export interface CompareFlags extends RequestFlags, PublishingFlags {
  supersede?: boolean
  detach?: boolean
  wait?: boolean
  json?: boolean
}

/** `prbench compare`: with the defaults of this person and folder. */
export async function compare(flags: CompareFlags): Promise<ExitCode> {
  return compareAsAsked(withDefaults(flags, await loadDefaults(process.cwd())).flags)
}

/** Starts a comparison, or attaches to the one that runs, and follows it to its end. */
export async function compareAsAsked(flags: CompareFlags): Promise<ExitCode> {
  const output = openOutput(flags.json === true)
  const { say } = output
  const currentFolder = process.cwd()
  const { request: asked, recipes } = await requestOf(flags, currentFolder)
  const publishing = await publishingOf(flags, asked, process.env)
  const chats = await notificationsOf(flags, process.env)
  const found = await findServerChoice()
  const isRemote = found?.kind === 'configured'
  if (!isRemote) {
    requireToken(publishing)
    requireAddresses(chats)
  }
  const wanted = {
    ...asked,
    ...publishing.fields,
    ...(await acknowledged(flags)),
    ...(chats.notifications.length === 0 ? {} : { notify: [...chats.notifications] }),
  }
  const request = isRemote ? wanted : withOutputFolder(wanted, currentFolder)
  const ignored: (keyof ComparisonRequest)[] = [
    'publication',
    'pullRequestHead',
    'acknowledgements',
    'notify',
    ...(asked.outputFolder === undefined ? (['outputFolder'] as const) : []),
  ]
  const subject = await findSubject(request, isRemote)
  const runs = found !== undefined && (await isRunning(found, subject.id))
  if (!runs && !isRemote) await checkThisMachine(subject.request, recipes)

  await using server = await connect(await chooseServer(say))
  await using secrets = await leaveSecrets(
    stateFolder(),
    subject.id,
    isRemote ? {} : { ...publishing.secrets, ...chats.secrets },
  )
  const run = await startComparison(server, { subject, ignored, supersede: flags.supersede === true }, say)
  announce(output, server, run, `${run.attached ? 'Watching' : 'Comparing'} ${subject.title} (${run.id})`)
  if (flags.detach === true) {
    await secrets.letLie()
    say(
      `Running in the background. Follow it with prbench status or prbench logs -f; stop it with prbench cancel.`,
    )
    return exitCodes.ok
  }
  return await follow(server, run, output, flags.failOn)
}

async function acknowledged({ acknowledge: file }: CompareFlags): Promise<Partial<ComparisonRequest>> {
  return file === undefined ? {} : { acknowledgements: await loadAcknowledgements(file) }
}

/** On this machine results lie where the command was given, as with the historical tool. */
function withOutputFolder(request: ComparisonRequest, currentFolder: string): ComparisonRequest {
  return { ...request, outputFolder: request.outputFolder ?? defaultOutputFolder(currentFolder) }
}

async function isRunning(choice: Parameters<typeof connect>[0], id: string): Promise<boolean> {
  await using server = await connect(choice)
  return (await findOpenRun(server, id)) !== undefined
}
