import { pipeline, type Readable } from 'node:stream'
import { extract } from 'tar-stream'
import { readStream } from './bounded-stream.js'
import type { Engine } from './engine.js'
import { ContainerMissing, FileUnreadable, hasStatus } from './errors.js'

export interface CopyOutOptions {
  readonly maxBytes: number
  readonly signal?: AbortSignal | undefined
}

const deadlineMs = 60_000

/**
 * The content of one plain file in a container, running or not. Whatever else lies at the path (a folder, a
 * symbolic link, a device) is not read: the container's program may have put it there.
 *
 * @throws FileUnreadable, ContainerMissing, DockerUnavailable, the reason of `signal`
 */
export async function readFileFromContainer(
  engine: Engine,
  container: string,
  path: string,
  { maxBytes, signal }: CopyOutOptions,
): Promise<Buffer> {
  const bounds = { engine, what: `read ${path} from container ${container}`, deadlineMs, signal }
  try {
    const open = (abortSignal: AbortSignal) =>
      engine.docker.getContainer(container).getArchive({ path, abortSignal })
    return await readStream(bounds, open, async (readable) => {
      for await (const entry of entriesOf(readable)) {
        const { type, size } = entry.header
        if (type !== 'file') throw new FileUnreadable(container, path, `it is a ${type}`)
        if (size > maxBytes)
          throw new FileUnreadable(container, path, `it has ${size} bytes; at most ${maxBytes} are read`)
        return await contentOf(entry, size)
      }
      throw new FileUnreadable(container, path, 'the Engine sent an empty archive')
    })
  } catch (error) {
    if (!hasStatus(error, 404)) throw error
    if (/no such container/i.test(error.message)) throw new ContainerMissing(container)
    throw new FileUnreadable(container, path, 'it does not exist')
  }
}

/** The entries of a tar, which break off with an error when the stream under them does. */
function entriesOf(archive: Readable): ReturnType<typeof extract> {
  const entries = extract()
  pipeline(archive, entries, () => undefined)
  return entries
}

async function contentOf(entry: AsyncIterable<unknown>, size: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of entry) {
    if (chunk instanceof Uint8Array) chunks.push(chunk)
  }
  const content = Buffer.concat(chunks)
  if (content.length !== size) throw new Error(`The archive has only ${content.length} of ${size} bytes`)
  return content
}
