import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { gitEnvironment } from './environment.js'
import type { Mirror } from './mirror.js'
import { watchGroup } from './process-group.js'
import { gitArguments, runGit } from './run-git.js'

export interface ServingOrder {
  readonly mirror: Mirror
  readonly sha: string
  /** What a clone of it is called. */
  readonly name: string
  /** The address of this machine that is listened on, and no other. */
  readonly address: string
  /** Known to nobody else: who does not know it cannot guess the commit's URL. */
  readonly secret: string
}

/** A commit that can be cloned until it is closed. */
export interface ServedCommit {
  readonly url: string
  /** Whether anybody has asked for it yet. */
  readonly wasAsked: () => boolean
  readonly close: () => Promise<void>
}

const answerDeadlineSeconds = 60 * 60
/** Below those that the kernel gives to whoever asks for any (32768 on Linux). */
export const servingPorts = { first: 20_000, count: 12_000 } as const
const portTries = 20

/**
 * Serves a commit and its history to `git clone`, by smart HTTP and for reading alone: what is there is a
 * branch that is named as the commit is, and HEAD, which stands for it. The URL is the same for the same
 * commit and secret, so that who builds from it finds its cache again, unless another one has its port.
 *
 * @throws GitFailed; Error, where the address cannot be listened on
 */
export async function serveCommit({
  mirror,
  sha,
  name,
  address,
  secret,
}: ServingOrder): Promise<ServedCommit> {
  const key = createHmac('sha256', secret).update(sha)
  const digest = key.digest()
  const folder = await mkdtemp(join(tmpdir(), 'prbench-serve-'))
  try {
    await makeRepository(join(folder, `${name}.git`), mirror, sha)
    const path = `/${digest.toString('hex')}/${name}.git`
    let asked = false
    const server = createServer((request, response) => {
      asked = true
      answer(request, response, { folder, path, name }).catch(() => response.destroy())
    })
    const port = await listenNear(
      server,
      address,
      servingPorts.first + (digest.readUInt32BE() % servingPorts.count),
    )
    return {
      url: `http://${address}:${port}${path}`,
      wasAsked: () => asked,
      close: async () => {
        server.closeAllConnections()
        server.close()
        await rm(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** A bare repository of that commit alone: its objects stay in the mirror, whose refs nobody sees. */
async function makeRepository(gitDir: string, mirror: Mirror, sha: string): Promise<void> {
  const what = `make ready the commit ${sha}`
  await runGit({
    args: ['init', '--quiet', '--bare', '--template=', '--object-format=sha1', '--', gitDir],
    what,
  })
  await writeFile(join(gitDir, 'objects', 'info', 'alternates'), `${mirror.gitDir}/objects\n`)
  await runGit({ args: ['update-ref', `refs/heads/${sha}`, sha], what, gitDir })
  await runGit({ args: ['symbolic-ref', 'HEAD', `refs/heads/${sha}`], what, gitDir })
}

/** Listens on that port, or on one of those behind it, and gives it. */
export async function listenNear(
  server: Server,
  address: string,
  port: number,
  tries = portTries,
): Promise<number> {
  try {
    server.listen(port, address)
    await once(server, 'listening')
    return port
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (!isTaken || tries <= 1) throw error
    return listenNear(server, address, port + 1, tries - 1)
  }
}

/** What is served, and under which path of the server. */
interface Served {
  readonly folder: string
  readonly name: string
  readonly path: string
}

/** Hands a request to `git http-backend` (RFC 3875), where it is one of the two that a clone makes. */
async function answer(request: IncomingMessage, response: ServerResponse, served: Served): Promise<void> {
  const { pathname, search, searchParams } = new URL(request.url ?? '', 'http://localhost')
  const asked = `${request.method ?? ''} ${pathname}`
  const isDiscovery =
    asked === `GET ${served.path}/info/refs` && searchParams.get('service') === 'git-upload-pack'
  if (!isDiscovery && asked !== `POST ${served.path}/git-upload-pack`) {
    response.writeHead(404).end()
    return
  }
  const git = spawn('git', gitArguments(['http-backend']), {
    cwd: '/',
    // Without GIT_PROTOCOL: version 2 hands out any object of the mirror that is named, version 0 only what
    // can be reached from the commit.
    env: {
      ...gitEnvironment(process.env, '/dev/null'),
      GIT_PROJECT_ROOT: served.folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `/${served.name}.git${pathname.slice(served.path.length)}`,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method ?? '',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      REMOTE_ADDR: request.socket.remoteAddress ?? '',
      ...('content-length' in request.headers ? { CONTENT_LENGTH: request.headers['content-length'] } : {}),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  })
  const group = watchGroup(git.pid, { deadlineSeconds: answerDeadlineSeconds })
  git.once('close', () => group.release())
  git.on('error', () => response.destroy())
  response.once('close', () => {
    group.end()
  })
  request.pipe(git.stdin).on('error', () => undefined)
  await pipeline(git.stdout, (source: AsyncIterable<Buffer>) => bodyOf(source, response), response)
}

/** What follows the header fields, which are set on the response. */
async function* bodyOf(source: AsyncIterable<Buffer>, response: ServerResponse): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of source) {
    if (head === undefined) {
      yield chunk
      continue
    }
    head = Buffer.concat([head, chunk])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) continue
    for (const field of head.subarray(0, end).toString('latin1').split('\r\n')) {
      const [, name = '', value = ''] = /^([^:]+): (.*)$/.exec(field) ?? []
      if (name === 'Status') response.statusCode = Number.parseInt(value, 10)
      else if (name !== '') response.setHeader(name, value)
    }
    yield head.subarray(end + 4)
    head = undefined
  }
}
