import { once } from 'node:events'
import { createServer, isIPv4 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { z } from 'zod'
import type { Engine } from './engine.js'
import { unlessMissing } from './errors.js'

const infoSchema = z.object({ SecurityOptions: z.array(z.string()).nullish() })
const networkSchema = z.object({
  IPAM: z.object({ Config: z.array(z.object({ Gateway: z.string().exactOptional() })).nullish() }),
})

/** What the Engine and this machine say of addresses. */
export interface AddressFacts {
  /** This machine's own in the network that builds are on. */
  readonly gateways: readonly string[]
  /** The Engine of a user, whose networks are in a namespace of their own. */
  readonly isRootless: boolean
  /** IPv4 addresses of interfaces that are up, loopback aside. */
  readonly addresses: readonly (readonly [network: string, address: string])[]
}

/**
 * An address of this machine that a build can reach: that of the bridge which builds are on, and where that
 * is not here, as with a rootless Engine, one in the local network. Undefined where there is neither.
 *
 * @throws DockerUnavailable
 */
export async function addressForBuilds(engine: Engine): Promise<string | undefined> {
  const info: unknown = await engine.call('say what it is', () => engine.docker.info())
  const network = await unlessMissing(
    engine.call<unknown>('look at network bridge', () => engine.docker.getNetwork('bridge').inspect()),
  )
  const gateways = networkSchema
    .optional()
    .parse(network)
    ?.IPAM.Config?.flatMap(({ Gateway }) => Gateway ?? [])
  const candidates = addressCandidates({
    gateways: gateways?.filter((gateway) => isIPv4(gateway)) ?? [],
    isRootless:
      infoSchema.parse(info).SecurityOptions?.some((option) => option.includes('rootless')) ?? false,
    addresses: Object.entries(networkInterfaces()).flatMap(([name, found = []]) =>
      found
        .filter(({ family, internal }) => family === 'IPv4' && !internal)
        .map(({ address }) => [name, address] as const),
    ),
  })
  for (const address of candidates) if (await isOurs(address)) return address
  return undefined
}

/** Addresses that builds may reach this machine by, the best first. Pure. */
export function addressCandidates({ gateways, isRootless, addresses }: AddressFacts): string[] {
  // Bridges of containers lead to no build.
  const local = addresses.filter(([name]) => !/^(docker|br-|veth|virbr)/.test(name))
  return [...(isRootless ? [] : gateways), ...local.map(([, address]) => address)]
}

/** A bridge without containers is not among the interfaces that are up. */
async function isOurs(address: string): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(0, address)
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
