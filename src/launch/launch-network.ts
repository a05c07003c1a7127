import { containerName, labelsOf } from '../docker/container-identity.js'
import { hasStatus } from '../docker/errors.js'
import { createInternalNetwork, removeNetwork } from '../docker/networks.js'
import { identityOf, type Launch } from './launch.js'

/** The name of a launch's own network: the same in every attempt. */
function networkName(launch: Launch): string {
  return containerName(identityOf(launch, 'network'))
}

/**
 * Makes sure that the launch has its network, which carries the labels that clean-up looks for. Gives its
 * name.
 */
export async function openLaunchNetwork(launch: Launch): Promise<string> {
  const { order, host } = launch
  const name = networkName(launch)
  await createInternalNetwork(host.engine, name, labelsOf({ ...order, stage: order.stage.name }))
  return name
}

/**
 * Removes the launch's network. One that the Engine will not let go of is left to clean-up: nothing was
 * measured worse.
 */
export async function closeLaunchNetwork(launch: Launch): Promise<void> {
  try {
    await removeNetwork(launch.host.engine, networkName(launch))
  } catch (error) {
    if (!hasStatus(error, 403)) throw error
  }
}
