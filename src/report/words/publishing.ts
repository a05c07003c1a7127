/** What kept something from being published. */
export type PublishTrouble =
  | { readonly kind: 'no-token'; readonly names: readonly string[] }
  | {
      readonly kind: 'refused'
      readonly what: 'check' | 'comment'
      readonly refusal: 'token' | 'permission' | 'missing' | 'invalid'
      /** What the forge answered. */
      readonly said: string
    }

const things = { check: 'check or status', comment: 'comment' } as const
const permissions = { check: 'checks: write or statuses: write', comment: 'pull-requests: write' } as const

/** What was not published and why, and what to do. */
export function publishTroubleWords(trouble: PublishTrouble): string {
  if (trouble.kind === 'no-token') {
    return `Nothing was published on GitHub: the worker has no token. Set ${trouble.names.join(' or ')} where it runs.`
  }
  const { what, refusal, said } = trouble
  const start = `The ${things[what]} was not published`
  switch (refusal) {
    case 'token':
      return `${start}: GitHub does not accept the token. It may have expired (${said}).`
    case 'permission':
      return `${start}: the token lacks the permission ${permissions[what]} (${said}).`
    case 'missing':
      return `${start}: the repository or pull request does not exist, or the token may not see it (${said}).`
    case 'invalid':
      return `${start}: GitHub refused its content (${said}).`
  }
}

/** What kept a chat from being told. */
export type NotifyTrouble =
  | { readonly kind: 'no-address'; readonly receiver: string; readonly variable: string }
  | { readonly kind: 'refused'; readonly receiver: string; readonly status: number }

/** Who was not told and why, and what to do. The address itself is never said. */
export function notifyTroubleWords(trouble: NotifyTrouble): string {
  const start = `The notification (${trouble.receiver}) was not sent`
  if (trouble.kind === 'no-address') {
    return `${start}: ${trouble.variable} holds no https:// address where the worker runs.`
  }
  return `${start}: the receiver refused it with status ${trouble.status}. Check its address.`
}
