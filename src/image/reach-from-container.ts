import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { comparisonLabel } from '../docker/container-identity.js'
import type { Engine } from '../docker/engine.js'
import { addressForBuilds } from '../docker/host-address.js'
import { listenNear, servingPorts } from '../git/serve-commit.js'

/** Whether a build can reach this host, as a container on the same network found out. */
export type Reach =
  | { readonly kind: 'reached' | 'blocked'; readonly address: string; readonly output: string }
  | { readonly kind: 'no-address' }

const deadlineMs = 30_000

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
  const { docker } = engine
  const container = await engine.call('create a container that looks for this host', () =>
    docker.createContainer({
      Image: image,
      Entrypoint: ['python3', '-c', script, url],
      Env: ['no_proxy=*'],
      Labels: { [comparisonLabel]: `doctor/${randomUUID()}` },
      HostConfig: { NetworkMode: 'bridge', CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'] },
    }),
  )
  try {
    const what = 'look for this host from a container'
    await engine.call(what, () => container.start())
    const ended = await engine.call<{ StatusCode: number }>(what, () => container.wait(), { deadlineMs })
    const log = await engine.call(what, () => container.logs({ stderr: true, tail: 1 }))
    return { exitCode: ended.StatusCode, output: log.subarray(8).toString('utf8').trim() }
  } finally {
    await engine.call('remove a container', () => container.remove({ force: true }))
  }
}
