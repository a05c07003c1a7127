import { readdirSync, readFileSync } from 'node:fs'
import type { Client } from '@temporalio/client'
import { comparisonLabel } from '../../src/docker/container-identity.js'
import { listOurs, removeContainer } from '../../src/docker/containers.js'
import type { Engine } from '../../src/docker/engine.js'
import { listNetworks, removeNetwork } from '../../src/docker/networks.js'
import { listVolumes, removeVolume } from '../../src/docker/volumes.js'

/** A repository of the tests by its key: everything that prbench makes for it carries that in a label. */
export type Keys = ReadonlySet<string>

/** Whether a comparison is of one of these repositories. */
export function isOf(keys: Keys, comparison: string): boolean {
  return [...keys].some((key) => comparison.startsWith(`compare/${key}/`))
}

/** Removes containers, networks and volumes of these repositories' comparisons. Gives what there was. */
export async function removeFromDocker(engine: Engine, keys: Keys): Promise<string[]> {
  const containers = (await listOurs(engine)).filter(({ labels }) =>
    isOf(keys, labels[comparisonLabel] ?? ''),
  )
  for (const { id } of containers) await removeContainer(engine, id)
  const left = containers.map(({ name, state }) => `container ${name} (${state})`)
  for (const comparison of new Set(await comparisonsIn(engine, keys))) {
    const label = { [comparisonLabel]: comparison }
    for (const { id, name } of await listNetworks(engine, label)) {
      await removeNetwork(engine, id)
      left.push(`network ${name}`)
    }
    for (const { name } of await listVolumes(engine, label)) {
      await removeVolume(engine, name)
      left.push(`volume ${name}`)
    }
  }
  return left
}

/** Which of these repositories' comparisons have networks or volumes. */
async function comparisonsIn(engine: Engine, keys: Keys): Promise<string[]> {
  const filters = { label: [comparisonLabel] }
  const networks = await engine.docker.listNetworks({ filters })
  const { Volumes: volumes } = await engine.docker.listVolumes({ filters })
  const labels = [...networks, ...volumes].map((thing) => thing.Labels?.[comparisonLabel] ?? '')
  return labels.filter((comparison) => isOf(keys, comparison))
}

interface LabelledImage {
  id: string
  labels: Readonly<Record<string, string>>
}

/** The images that were built of a repository. */
export async function imagesOf(engine: Engine, key: string): Promise<LabelledImage[]> {
  const images = await engine.docker.listImages({ filters: { label: [`prbench.image-of=${key}`] } })
  return images.map(({ Id: id, Labels: labels }) => ({ id, labels }))
}

/** Removes all images of a repository. */
export async function removeImagesOf(engine: Engine, key: string): Promise<void> {
  for (const { id } of await imagesOf(engine, key)) await engine.docker.getImage(id).remove({ force: true })
}

/** Images that were built although there was the same one already. */
export async function imagesBuiltTwice(engine: Engine, keys: Keys): Promise<string[]> {
  const images = (await Promise.all([...keys].map((key) => imagesOf(engine, key)))).flat()
  const seen = new Set<string>()
  return images.flatMap(({ id, labels }) => {
    const made = JSON.stringify(Object.entries(labels).sort())
    if (seen.has(made)) return [`image ${id} ${made}`]
    seen.add(made)
    return []
  })
}

/** Processes that were started for a folder: it stands in their environment or command. */
export function processesOf(folder: string): { pid: number; command: string }[] {
  return readdirSync('/proc').flatMap((entry) => {
    const pid = Number(entry)
    if (!Number.isInteger(pid) || pid === process.pid) return []
    try {
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
      const environment = readFileSync(`/proc/${entry}/environ`, 'utf8')
      return `${command}\0${environment}`.includes(folder) ? [{ pid, command }] : []
    } catch {
      // It is gone by now, or somebody else's.
      return []
    }
  })
}

/** Kills what was started for a folder and still runs. Gives what there was. */
export function killProcessesOf(folder: string): string[] {
  return processesOf(folder).map(({ pid, command }) => {
    process.kill(pid, 'SIGKILL')
    return command
  })
}

/** Ends all workflows that are open on the tests' server. Gives their ids. */
export async function endWorkflows(client: Client): Promise<string[]> {
  const open: string[] = []
  for await (const { workflowId } of client.workflow.list({ query: 'ExecutionStatus = "Running"' })) {
    const handle = client.workflow.getHandle(workflowId)
    // The list may lag behind.
    if ((await handle.describe()).status.name !== 'RUNNING') continue
    open.push(workflowId)
    await handle.terminate('left by a test')
  }
  return open
}
