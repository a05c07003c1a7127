import type { Engine } from '../docker/engine.js'
import { ImageMissing } from '../docker/errors.js'
import { inspectImage, pullImage, tagImage, type Image } from '../docker/images.js'
import { BuildRefused } from './build-refused.js'

interface Pull {
  onLine: (line: string) => void
  signal: AbortSignal
  deadlineMs: number
}

/**
 * The base image of both arms on this host, pulled where it is not there yet. Builds name it by a tag of ours
 * that holds its id, so that a tag which moves meanwhile gives the arms no different bases (`FROM sha256:...`
 * would be taken for a name in a registry).
 *
 * @throws BuildRefused, where it can neither be found nor pulled
 */
export async function baseImageOnHost(
  engine: Engine,
  name: string,
  pull: Pull,
): Promise<Pick<Image, 'id' | 'environment'> & { readonly tag: string }> {
  const image = (await inspectImage(engine, name)) ?? (await pulled(engine, name, pull))
  const tag = `prbench/base:${image.id.replace('sha256:', '').slice(0, 12)}`
  await tagImage(engine, image.id, tag)
  return { id: image.id, environment: image.environment, tag }
}

async function pulled(engine: Engine, name: string, { onLine, signal, deadlineMs }: Pull): Promise<Image> {
  try {
    return await pullImage(engine, name, { onLine, signal, deadlineMs })
  } catch (error) {
    if (!(error instanceof ImageMissing)) throw error
    throw new BuildRefused(`base image not available: ${error.message} Or name another one with --base-image`)
  }
}
