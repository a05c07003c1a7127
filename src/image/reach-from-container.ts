import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { containerName, type ContainerIdentity } from '../docker/container-identity.js'
import { removeContainer } from '../docker/containers.js'
import type { Engine } from '../docker/engine.js'
import { addressForBuilds } from '../docker/host-address.js'
import { requireImages } from '../docker/images.js'
import { runContainer } from '../docker/run-container.js'
import { listenNear, servingPorts } from '../git/serve-commit.js'

/** Whether a build can reach this host, as a container on the same network found out. */
export type Reach =
  | { readonly kind: 'reached' | 'blocked'; readonly address: string; readonly output: string }
  | { readonly kind: 'no-address' }

const deadlineSeconds = 30

/** Asks for a page; exit code 0 says that it came. */
const script = 'import sys, urllib.request as request; request.urlopen(sys.argv[1], timeout=5)'

/**
 * Serves a page as commits are served to builds, and asks for it from a container.
 *
 * @param image one on this host that has Python
 * @throws DockerUnavailable, EngineRefused, ImageMissing
 */
export async function reachFromContainer(engine: Engine, image: string): Promise<Reach> {
  const address = await addressForBuilds(engine)
  if (address === undefined) return { kind: 'no-address' }
  const server = createServer((_request, response) => response.end())
  const port = await listenNear(server, address, servingPorts.first)
  try {
    const { exitCode, output } = await runOnBridge(engine, image, `http://${address}:${port}/`)
    return { kind: exitCode === 0 ? 'reached' : 'blocked', address, output }
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** On the network that builds are on, whatever proxy the image names. */
async function runOnBridge(engine: Engine, image: string, url: string) {
  const [found] = await requireImages(engine, [image])
  const id = randomUUID()
  const identity: ContainerIdentity = {
    ...{ comparisonId: `doctor/${id}`, comparisonRunId: id, host: 'doctor', stage: 'doctor' },
    ...{ generation: 1, pair: 0, attempt: 1, arm: 'main', process: 'reach' },
  }
  const lines: string[] = []
  try {
    const { exitCode } = await runContainer({
      engine,
      identity,
      spec: {
        ...{ imageId: found?.id ?? image, command: ['python3', '-c', script, url] },
        ...{ environment: { no_proxy: '*' }, mounts: [], network: 'bridge' },
        ...{ memoryBytes: 256 * 2 ** 20, pids: 64, shmBytes: 64 * 2 ** 20 },
        ...{ logMaxBytes: 64 * 1024, deadlineSeconds },
      },
      onLines: (printed) => void lines.push(...Array.from(printed, ({ text }) => text)),
    })
    return { exitCode, output: lines.at(-1) ?? '' }
  } finally {
    await removeContainer(engine, containerName(identity))
  }
}
