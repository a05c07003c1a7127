import type { ForgeClient } from '../forges/forge-client.js'
import { ForgeRefused } from '../forges/forge-errors.js'
import type { Publications } from './publications.js'

/** What could not be published, for people to be told. */
export interface PublishProblem {
  readonly what: 'check' | 'comment'
  readonly refused: ForgeRefused
}

/**
 * Writes what is to be published, the check first, as it may be what a merge waits for. Of what the forge
 * refuses the other is written even so. Can be repeated.
 *
 * @throws ForgeUnavailable
 */
export async function publish(
  forge: ForgeClient,
  { check, comment }: Publications,
): Promise<PublishProblem[]> {
  const problems: PublishProblem[] = []
  const attempt = async (what: PublishProblem['what'], work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof ForgeRefused)) throw error
      problems.push({ what, refused: error })
    }
  }
  await attempt('check', () => forge.writeCheck(check))
  if (comment !== undefined) await attempt('comment', () => forge.writeComment(comment))
  return problems
}
