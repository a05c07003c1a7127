import { createHash } from 'node:crypto'
import type { Engine } from '../docker/engine.js'
import { inspectImage } from '../docker/images.js'
import { repositoryLabel } from './image-labels.js'

/**
 * The name for an image of a repository: the wanted one, which holds no more than a commit's first digits,
 * unless an image of another repository has it, such as a fork. That one keeps its name; this one gets a hash
 * of its repository behind it.
 */
export async function ownTag(engine: Engine, wanted: string, repositoryKey: string): Promise<string> {
  const holder = (await inspectImage(engine, wanted))?.labels[repositoryLabel]
  if (holder === undefined || holder === repositoryKey) return wanted
  return `${wanted}-${createHash('sha256').update(repositoryKey).digest('hex').slice(0, 8)}`
}
