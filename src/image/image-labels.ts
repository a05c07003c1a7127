import { createHash } from 'node:crypto'
import type { Plan } from '../comparison/plan.js'
import { parseRepository } from '../forges/repository.js'

/** Label with the key of the repository that an image was built of. */
export const repositoryLabel = 'prbench.image-of'

/** The key of the repository that a plan's images are built of. */
export function repositoryKeyOf({ request }: { request: Pick<Plan['request'], 'repository'> }): string {
  const parsed = parseRepository(request.repository)
  return parsed.ok ? parsed.repository.key : request.repository
}

/**
 * What an image was made of, as labels: an image that carries the same ones is the same, and is not built
 * again. They name no arm: today's main is tomorrow's baseline of another pull request.
 *
 * @param made all else that it is made of and with
 */
export function imageLabels(
  plan: Plan,
  sha: string,
  baseImageId: string,
  made: readonly unknown[],
): Record<string, string> {
  return {
    [repositoryLabel]: repositoryKeyOf(plan),
    'prbench.sha': sha,
    'prbench.base': baseImageId,
    'prbench.arguments': createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 16),
  }
}
