import { addressForBuilds } from '../docker/host-address.js'
import { BuildFailed } from '../docker/errors.js'
import { serveCommit } from '../git/serve-commit.js'
import { stateSecret } from '../host/state-secret.js'
import type { ArmBuild } from './build-arm-image.js'
import { BuildRefused } from './build-refused.js'
import type { BuildSource } from './build-source.js'

/**
 * Does what builds an image; for a Dockerfile that clones, the commit can be cloned from this host meanwhile,
 * whatever branches it is on, and the arguments say where.
 *
 * @param baseEnvironment of the base image, whose proxy is not to be asked for this host
 * @throws BuildRefused, where no build can reach this host; whatever the work throws
 */
export async function whileServed<T>(
  { host, stateFolder }: ArmBuild,
  { mirror, sha, build: { clone } }: BuildSource,
  baseEnvironment: readonly string[],
  work: (buildArguments: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  if (clone === undefined) return work({})
  const address = await addressForBuilds(host.engine)
  if (address === undefined) {
    throw new BuildRefused(
      `the Dockerfile clones, and host ${host.name} has no address that a build can reach. ` +
        'Build both images yourself and use --skip-build --main-image A --pr-image B',
    )
  }
  const secret = await stateSecret(stateFolder)
  const served = await serveCommit({ mirror, sha, name: clone.name, address, secret })
  try {
    return await work({
      [clone.repository]: served.url,
      [clone.branch]: sha,
      ...withoutProxy(address, baseEnvironment),
    })
  } catch (error) {
    if (!(error instanceof BuildFailed) || served.wasAsked()) throw error
    throw new BuildFailed(
      `${error.reason}. The build asked for nothing at ${address}, where prbench serves the commit: ` +
        "if it was its clone that failed, look for a firewall between Docker's bridge and this host; prbench doctor tries it",
      error.logTail,
    )
  } finally {
    await served.close()
  }
}

/** What the base image says of hosts that its proxy is not asked for, and this one. Every builder takes these. */
function withoutProxy(address: string, environment: readonly string[]): Record<string, string> {
  const known = environment.flatMap((each) => /^no_proxy=(.+)$/i.exec(each)?.[1]?.split(',') ?? [])
  const value = [...new Set([...known, address])].join(',')
  return { no_proxy: value, NO_PROXY: value }
}
