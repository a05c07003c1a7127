import type { Engine } from '../docker/engine.js'
import { inspectImage, pullImage, tagImage } from '../docker/images.js'

/** The largest base images have 30 GB. */
const pullDeadlineMs = 2 * 3600 * 1000

/**
 * The base image of both arms on this host, pulled where it is not there yet. Builds name it by a tag of ours that
 * holds its id, so that a tag which moves meanwhile gives the arms no different bases (`FROM sha256:...` would be
 * taken for a name in a registry).
 *
 * @throws ImageMissing where it can neither be found nor pulled
 */
export async function baseImageOnHost(
  engine: Engine,
  name: string,
  pull: { onLine: (line: string) => void; signal: AbortSignal },
): Promise<{ id: string; tag: string }> {
  const image =
    (await inspectImage(engine, name)) ??
    (await pullImage(engine, name, { onLine: pull.onLine, signal: pull.signal, deadlineMs: pullDeadlineMs }))
  const tag = `prbench/base:${image.id.replace('sha256:', '').slice(0, 12)}`
  await tagImage(engine, image.id, tag)
  return { id: image.id, tag }
}
