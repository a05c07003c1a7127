import { createHash } from 'node:crypto'
import type { Plan } from '../comparison/plan.js'
import { parseRepository } from '../comparison/repository.js'

/**
 * What an image was made of, as labels: an image that carries the same ones is the same, and is not built again.
 * They name no arm: today's main is tomorrow's baseline of another pull request.
 */
export function imageLabels(
  plan: Plan,
  sha: string,
  baseImageId: string,
  buildArguments: Readonly<Record<string, string>>,
  dockerfile: string,
): Record<string, string> {
  const parsed = parseRepository(plan.request.repository)
  const made = JSON.stringify([Object.entries(buildArguments).sort(), dockerfile])
  return {
    'prbench.image-of': parsed.ok ? parsed.repository.key : plan.request.repository,
    'prbench.sha': sha,
    'prbench.base': baseImageId,
    'prbench.arguments': createHash('sha256').update(made).digest('hex').slice(0, 16),
  }
}
