import { listOurs, removeContainer } from './containers.js'
import type { Engine } from './engine.js'
import { listNetworks, removeNetwork } from './networks.js'
import { listVolumes, removeVolume } from './volumes.js'

/** The names of what was removed. */
export interface Removed {
  readonly containers: readonly string[]
  readonly networks: readonly string[]
  readonly volumes: readonly string[]
}

/**
 * Removes all containers, running or not, then all networks and volumes that carry a label of ours and all of
 * `labels`. What somebody else removes meanwhile is not an error.
 */
export async function removeByLabels(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
): Promise<Removed> {
  const containers = await listOurs(engine, labels)
  await Promise.all(containers.map(({ id }) => removeContainer(engine, id)))
  const networks = await listNetworks(engine, labels)
  await Promise.all(networks.map(({ id }) => removeNetwork(engine, id)))
  const volumes = await listVolumes(engine, labels)
  await Promise.all(volumes.map(({ name }) => removeVolume(engine, name)))
  return {
    containers: containers.map(({ name }) => name),
    networks: networks.map(({ name }) => name),
    volumes: volumes.map(({ name }) => name),
  }
}
