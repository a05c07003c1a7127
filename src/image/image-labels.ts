import { createHash } from 'node:crypto'
import type { BuildSource } from './build-source.js'
import type { Plan } from '../comparison/plan.js'
import { parseRepository } from '../forges/repository.js'

/** Label with the key of the repository that an image was built of. */
export const repositoryLabel = 'prbench.image-of'

/** The key of the repository that a plan's images are built of. */
export function repositoryKeyOf({ request }: Pick<Plan, 'request'>): string {
  const parsed = parseRepository(request.repository)
  return parsed.ok ? parsed.repository.key : request.repository
}

/**
 * What an image was made of, as labels: an image that carries the same ones is the same, and is not built
 * again. They name no arm: today's main is tomorrow's baseline of another pull request.
 */
export function imageLabels(
  plan: Plan,
  sha: string,
  baseImageId: string,
  { dockerfile, build }: Pick<BuildSource, 'dockerfile' | 'build'>,
): Record<string, string> {
  const made = JSON.stringify([
    Object.entries(build.arguments).sort(),
    dockerfile,
    ...(build.target === undefined ? [] : [build.target]),
  ])
  return {
    [repositoryLabel]: repositoryKeyOf(plan),
    'prbench.sha': sha,
    'prbench.base': baseImageId,
    'prbench.arguments': createHash('sha256').update(made).digest('hex').slice(0, 16),
  }
}
