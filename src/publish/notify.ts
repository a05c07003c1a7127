/** A receiver that is away, or wants to be left alone: asking again later helps. */
export class ChatUnavailable extends Error {
  override readonly name = 'ChatUnavailable'

  constructor(
    said: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(`the receiver of a notification does not answer for now: ${said}`)
  }
}

const timeoutMs = 30_000

/** Whether an address can be told something: over a line that nobody reads, or on this machine. */
export function isAddress(address: string): boolean {
  return URL.canParse(address) && /^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(address)
}

/**
 * Sends a message. Gives the status with which it was refused; undefined where it was taken. The address is in
 * no error: it is as good as a password.
 *
 * @throws ChatUnavailable
 */
export async function notify(address: string, message: object): Promise<number | undefined> {
  const answer = await sent(address, message)
  await answer.body?.cancel()
  if (answer.ok) return undefined
  if (answer.status < 500 && answer.status !== 408 && answer.status !== 429) return answer.status
  const seconds = Number(answer.headers.get('retry-after'))
  throw new ChatUnavailable(`status ${answer.status}`, seconds > 0 ? seconds : undefined)
}

async function sent(address: string, message: object): Promise<Response> {
  try {
    return await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
      // Who answers elsewhere is not whom somebody named.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
  } catch {
    throw new ChatUnavailable('no connection')
  }
}
