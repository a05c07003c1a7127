import {
  chatKinds,
  type Notification,
  notificationSchema,
  type NotifyChoice,
} from '../comparison/notification.js'
import { secretOfEnvironment, type Secrets } from '../publish/secrets.js'
import { Refused } from './command-error.js'

type Environment = Readonly<Record<string, string | undefined>>

/** The flags that say whom a comparison's end is told to. */
export interface NotifyFlags {
  notify?: string[]
  notifyOn?: NotifyChoice
}

/** What the flags ask for, and the addresses that are set here. */
export interface Notifications {
  readonly notifications: readonly Notification[]
  readonly secrets: Secrets
}

/**
 * The receivers of `--notify slack:VARIABLE`.
 *
 * @throws Refused, where one is not named so. An address itself is refused without being repeated: it would be in
 *   the shell's history.
 */
export async function notificationsOf(
  { notify = [], notifyOn = 'change' }: NotifyFlags,
  environment: Environment,
): Promise<Notifications> {
  const notifications = notify.map((text) => notificationOf(text, notifyOn))
  const secrets: Record<string, string> = {}
  for (const { variable } of notifications) {
    const address = await secretOfEnvironment(variable, environment)
    if (address !== undefined) secrets[variable] = address
  }
  return { notifications, secrets }
}

/** @throws Refused, where a worker on this machine would not know an address */
export function requireAddresses({ notifications, secrets }: Notifications): void {
  const unknown = notifications.find(({ variable }) => secrets[variable] === undefined)
  if (unknown === undefined) return
  throw new Refused(
    `--notify: ${unknown.variable} is not set. Put the address of the receiver there, or the path of a file with it into ${unknown.variable}_FILE`,
  )
}

function notificationOf(text: string, when: NotifyChoice): Notification {
  const at = text.indexOf(':')
  const variable = text.slice(at + 1)
  if (variable.includes('/')) {
    throw new Refused(
      '--notify takes the name of a variable, not an address, which is a secret: --notify slack:SLACK_URL',
    )
  }
  const parsed = notificationSchema.safeParse({ kind: text.slice(0, Math.max(0, at)), variable, when })
  if (parsed.success) return parsed.data
  throw new Refused(
    `--notify needs ${chatKinds.join(', ')} with the name of a variable, such as --notify slack:SLACK_URL`,
  )
}
