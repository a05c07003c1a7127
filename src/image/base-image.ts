import type { Engine } from '../docker/engine.js'
import { ImageMissing } from '../docker/errors.js'
import { inspectImage, pullImage, tagImage, type Image, type PullOptions } from '../docker/images.js'
import { BuildRefused } from './build-refused.js'

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
  pull: PullOptions,
): Promise<Pick<Image, 'id' | 'environment'> & { readonly tag: string }> {
  const image = (await inspectImage(engine, name)) ?? (await pullImage(engine, name, pull).catch(refuse))
  const tag = `prbench/base:${image.id.replace('sha256:', '').slice(0, 12)}`
  await tagImage(engine, image.id, tag)
  return { id: image.id, environment: image.environment, tag }
}

function refuse(error: unknown): never {
  if (!(error instanceof ImageMissing)) throw error
  throw new BuildRefused(`base image not available: ${error.message} Or name another one with --base-image`)
}
