import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { comparisonLabel } from '../../../src/docker/container-identity.js'
import type { Room } from './room.js'

/** What is still there of comparisons that have all ended, in words. */
export async function leftoversIn({ docker, client, stateFolder }: Room): Promise<string[]> {
  const engine = docker.daemon.engine.docker
  const filters = { label: [comparisonLabel] }
  const containers = await engine.listContainers({ all: true, filters })
  const networks = await engine.listNetworks({ filters })
  const { Volumes: volumes } = await engine.listVolumes({ filters })
  const dangling = await engine.listImages({ filters: { dangling: ['true'] } })
  const open: string[] = []
  for await (const { workflowId } of client.workflow.list({ query: 'ExecutionStatus = "Running"' })) {
    const { status } = await client.workflow.getHandle(workflowId).describe()
    // The list may lag behind.
    if (status.name === 'RUNNING') open.push(workflowId)
  }
  const spool = await readdir(join(stateFolder, 'spool'))
  const mirrors = await readdir(join(stateFolder, 'mirrors'), { recursive: true })
  const halfMirrors = mirrors.filter((file) => file.endsWith('.lock') || file.includes('.new-'))
  return [
    ...containers.map(({ Names: names, State: state }) => `container ${names[0] ?? ''} (${state})`),
    ...networks.map(({ Name: name }) => `network ${name}`),
    ...volumes.map(({ Name: name }) => `volume ${name}`),
    ...dangling.map(({ Id: id }) => `image ${id} without a name`),
    ...open.map((id) => `workflow ${id}`),
    ...spool.map((run) => `case files of ${run}`),
    ...halfMirrors.map((file) => `${file} of a fetch`),
  ]
}
