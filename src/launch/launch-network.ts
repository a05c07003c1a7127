import { comparisonLabel, containerName, runLabel, stageLabel } from '../docker/container-identity.js'
import { createInternalNetwork } from '../docker/networks.js'
import { identityOf, type Launch } from './launch.js'

/** The name of a launch's own network: the same in every attempt. */
export function networkName(launch: Launch): string {
  return containerName(identityOf(launch, 'network'))
}

/** Makes sure that the launch has its network, which carries the labels that clean-up looks for. Gives its name. */
export async function openLaunchNetwork(launch: Launch): Promise<string> {
  const { order, host } = launch
  const name = networkName(launch)
  await createInternalNetwork(host.engine, name, {
    [comparisonLabel]: order.comparison,
    [runLabel]: order.run,
    [stageLabel]: order.stage.name,
  })
  return name
}
