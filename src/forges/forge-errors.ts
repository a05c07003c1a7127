/** What a forge refuses a request for. */
export type Refusal = 'token' | 'permission' | 'missing' | 'invalid'

/** The forge refused: asking again does not help. */
export class ForgeRefused extends Error {
  override readonly name = 'ForgeRefused'

  /** @param said what the forge answered, for people */
  constructor(
    readonly refusal: Refusal,
    readonly said: string,
  ) {
    super(`the forge refused (${refusal}): ${said}`)
  }
}

/** The forge is away, or wants to be left alone for a while: asking again later helps. */
export class ForgeUnavailable extends Error {
  override readonly name = 'ForgeUnavailable'

  /** @param retryAfterSeconds as the forge says it; absent where it does not */
  constructor(
    said: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(`the forge does not answer for now: ${said}`)
  }
}
