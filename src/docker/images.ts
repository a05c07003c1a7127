import { z } from 'zod'
import { readStream } from './bounded-stream.js'
import type { Engine } from './engine.js'
import { DiskFull, EngineRefused, hasStatus, ImageMissing, unlessMissing } from './errors.js'
import { failureOf, readProgress } from './progress.js'
import { saysDiskFull } from './translate-error.js'

export interface PullOptions {
  readonly onLine?: (line: string) => void
  /** Two hours unless said otherwise: images of an engine are tens of gigabytes. */
  readonly deadlineMs?: number
  readonly signal?: AbortSignal
}

const inspectSchema = z
  .object({
    Id: z.string(),
    RepoTags: z.array(z.string()).nullish(),
    Config: z
      .object({
        Labels: z.record(z.string(), z.string()).nullish(),
        Env: z.array(z.string()).nullish(),
        User: z.string().nullish(),
      })
      .nullish(),
    Size: z.number(),
    Metadata: z.object({ LastTagTime: z.coerce.date() }).nullish(),
  })
  .transform((found) => ({
    id: found.Id,
    labels: found.Config?.Labels ?? {},
    environment: found.Config?.Env ?? [],
    user: found.Config?.User ?? '',
    tags: found.RepoTags ?? [],
    bytes: found.Size,
    namedAt: found.Metadata?.LastTagTime,
  }))

/** An image as it is on this host. */
export type Image = Readonly<z.infer<typeof inspectSchema>>

/** The image of that name or id on this host, or undefined when there is none. */
export async function inspectImage(engine: Engine, nameOrId: string): Promise<Image | undefined> {
  const asked = engine.call<unknown>(`look at image ${nameOrId}`, () =>
    engine.docker.getImage(nameOrId).inspect(),
  )
  return inspectSchema.optional().parse(await unlessMissing(asked))
}

/**
 * The images of these names, in their order.
 *
 * @throws ImageMissing, naming every one that is not on this host
 */
export async function requireImages(engine: Engine, names: readonly string[]): Promise<Image[]> {
  const images = await Promise.all(names.map((name) => inspectImage(engine, name)))
  const missing = names.filter((_name, index) => images[index] === undefined)
  if (missing.length > 0) throw new ImageMissing(missing)
  return images.filter((image) => image !== undefined)
}

/** Gives an image another name, `repository:tag`; taken from whatever image had it. */
export async function tagImage(engine: Engine, nameOrId: string, repositoryTag: string): Promise<void> {
  const { repository, tag } = splitTag(repositoryTag)
  try {
    await engine.call(`tag image ${nameOrId} as ${repositoryTag}`, (abortSignal) =>
      engine.docker.getImage(nameOrId).tag({ repo: repository, tag, abortSignal }),
    )
  } catch (error) {
    if (hasStatus(error, 404)) throw new ImageMissing([nameOrId])
    throw error
  }
}

/** The newest image that carries all these labels, or undefined when none does. */
export async function findImageByLabels(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
): Promise<Image | undefined> {
  const found = await engine.call('list images', (abortSignal) =>
    engine.docker.listImages({
      filters: { label: Object.entries(labels).map(([key, value]) => `${key}=${value}`) },
      abortSignal,
    }),
  )
  const newest = found.sort((a, b) => b.Created - a.Created)[0]
  return newest === undefined ? undefined : await inspectImage(engine, newest.Id)
}

/**
 * Pulls an image without credentials, and gives what is then on this host.
 *
 * @throws ImageMissing, with the registry's reason, DiskFull, DockerUnavailable, where the deadline passes
 */
export async function pullImage(
  engine: Engine,
  name: string,
  { onLine = () => undefined, deadlineMs = 2 * 60 * 60 * 1000, signal }: PullOptions = {},
): Promise<Image> {
  const what = `pull ${name}`
  const { repository, tag } = splitTag(name)
  const bounds = { engine, what, deadlineMs, signal }
  try {
    const open = (abortSignal: AbortSignal) =>
      engine.docker.createImage({ fromImage: repository, tag, abortSignal })
    await readStream(bounds, open, async (readable) => {
      for await (const message of readProgress(readable)) {
        const failure = failureOf(message)
        if (failure !== undefined)
          throw saysDiskFull(failure) ? new DiskFull(what, failure) : new ImageMissing([name], failure)
        // The growing byte counts of a layer repeat its status many times a second.
        if (message.status !== undefined && !/^(Downloading|Extracting)$/.test(message.status)) {
          onLine(message.id === undefined ? message.status : `${message.id}: ${message.status}`)
        }
      }
    })
  } catch (error) {
    if (error instanceof EngineRefused) throw new ImageMissing([name], error.message)
    throw error
  }
  const image = await inspectImage(engine, name)
  if (image === undefined)
    throw new ImageMissing([name], 'the pull ended without an error and without an image')
  return image
}

/** Removes a name of an image, if there is one, and the image with its last name. */
export async function removeImage(engine: Engine, nameOrId: string): Promise<void> {
  const asked = engine.call(
    `remove image ${nameOrId}`,
    (abortSignal) => engine.docker.getImage(nameOrId).remove({ abortSignal }),
    { deadlineMs: 120_000 },
  )
  await unlessMissing(asked)
}

/** A digest (`name@sha256:...`) stays with its name; a port (`host:5000/name`) is no tag. */
function splitTag(name: string): { readonly repository: string; readonly tag: string } {
  const at = name.indexOf('@')
  if (at >= 0) return { repository: name.slice(0, at), tag: name.slice(at + 1) }
  const colon = name.lastIndexOf(':')
  if (colon <= name.lastIndexOf('/')) return { repository: name, tag: 'latest' }
  return { repository: name.slice(0, colon), tag: name.slice(colon + 1) }
}
