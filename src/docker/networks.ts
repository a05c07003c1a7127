import { z } from 'zod'
import { ourLabels } from './container-identity.js'
import { inspectContainer } from './containers.js'
import type { Engine } from './engine.js'
import { hasStatus, unlessMissing } from './errors.js'

/**
 * Without an address of its own the bridge is no way to the host, whose services would be open to the
 * containers.
 */
const isolatedFromHost = { 'com.docker.network.bridge.inhibit_ipv4': 'true' }

/**
 * Makes sure that there is a bridge network of this name without a way out: its containers reach each other
 * by address and nothing else, not even the host. Gives its id. One that exists already is taken as it is.
 */
export async function createInternalNetwork(
  engine: Engine,
  name: string,
  labels: Readonly<Record<string, string>>,
): Promise<string> {
  const known = await findNetwork(engine, name)
  if (known !== undefined) return known
  const network = await engine.call(`create network ${name}`, (abortSignal) =>
    engine.docker.createNetwork({
      Name: name,
      Driver: 'bridge',
      Internal: true,
      CheckDuplicate: true,
      Options: isolatedFromHost,
      Labels: { ...labels },
      abortSignal,
    }),
  )
  return network.id
}

/**
 * Removes a network by name or id, if there is one. Its containers must be gone. A place in it that an Engine
 * still keeps for one that is gone, as it does for what ended while the Engine came up with live-restore, is
 * given up first.
 */
export async function removeNetwork(engine: Engine, name: string): Promise<void> {
  try {
    await remove(engine, name)
  } catch (error) {
    // "has active endpoints"
    if (!hasStatus(error, 403) || !(await leaveForThoseGone(engine, name))) throw error
    await remove(engine, name)
  }
}

async function remove(engine: Engine, name: string): Promise<void> {
  const asked = engine.call(`remove network ${name}`, (abortSignal) =>
    engine.docker.getNetwork(name).remove({ abortSignal }),
  )
  await unlessMissing(asked)
}

/** Takes containers that do not exist any more out of a network. Gives whether there was one. */
async function leaveForThoseGone(engine: Engine, name: string): Promise<boolean> {
  const network = engine.docker.getNetwork(name)
  const answer: unknown = await engine.call(`look at network ${name}`, () => network.inspect())
  const gone: string[] = []
  for (const { Name: container } of Object.values(placesSchema.parse(answer).Containers)) {
    if ((await inspectContainer(engine, container)) === undefined) gone.push(container)
  }
  for (const container of gone) {
    await engine.call(`take container ${container} out of network ${name}`, (abortSignal) =>
      network.disconnect({ Container: container, Force: true, abortSignal }),
    )
  }
  return gone.length > 0
}

/** A network of ours, as a listing shows it. */
export interface OurNetwork {
  readonly id: string
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

/** The networks that carry a label of ours and all of `labels`. */
export async function listNetworks(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
): Promise<OurNetwork[]> {
  const networks = await engine.call('list networks', (abortSignal) =>
    engine.docker.listNetworks({ filters: { label: ourLabels(labels) }, abortSignal }),
  )
  return networks.map(({ Id: id, Name: name, Labels: found }) => ({ id, name, labels: found ?? {} }))
}

const placesSchema = z.object({ Containers: z.record(z.string(), z.object({ Name: z.string() })) })
const networkSchema = z.object({ Id: z.string() })

async function findNetwork(engine: Engine, name: string): Promise<string | undefined> {
  const asked = engine.call<unknown>(`look at network ${name}`, () =>
    engine.docker.getNetwork(name).inspect(),
  )
  return networkSchema.optional().parse(await unlessMissing(asked))?.Id
}
