import { listOurs, removeContainer } from './containers.js'
import type { Engine } from './engine.js'
import { listNetworks, removeNetwork } from './networks.js'
import { listVolumes, removeVolume } from './volumes.js'

/** A thing of ours in Docker. */
export interface OurThing {
  readonly kind: 'container' | 'network' | 'volume'
  readonly id: string
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

/** All containers, running or not, networks and volumes that carry a label of ours and all of `labels`. */
export async function listByLabels(
  engine: Engine,
  labels: Readonly<Record<string, string>> = {},
): Promise<OurThing[]> {
  const [containers, networks, volumes] = await Promise.all([
    listOurs(engine, labels),
    listNetworks(engine, labels),
    listVolumes(engine, labels),
  ])
  return [
    ...containers.map((container) => ({ kind: 'container' as const, ...container })),
    ...networks.map((network) => ({ kind: 'network' as const, ...network })),
    ...volumes.map((volume) => ({ kind: 'volume' as const, id: volume.name, ...volume })),
  ]
}

/**
 * Removes these things: the containers first, which hold the others. Gives their names. What somebody else
 * removes meanwhile is not an error.
 */
export async function removeByLabels(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
): Promise<string[]> {
  const things = await listByLabels(engine, labels)
  const removers = { container: removeContainer, network: removeNetwork, volume: removeVolume }
  for (const [kind, remove] of Object.entries(removers)) {
    await Promise.all(things.filter((thing) => thing.kind === kind).map(({ id }) => remove(engine, id)))
  }
  return things.map(({ name }) => name)
}
