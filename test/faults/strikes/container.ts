import { comparisonLabel, stageLabel } from '../../../src/docker/container-identity.js'
import { until } from '../../e2e/waiting.js'
import type { Scene, StrikeKind } from './scene.js'

/** `docker kill` of a container in which something is measured. */
export const strikeContainer: StrikeKind = async (scene, { downMs }) => {
  const container = await until('a container was killed', async () =>
    scene.comparison.isOver() ? 'none' : killOne(scene, downMs),
  )
  return container === 'none' ? undefined : { container }
}

async function killOne({ room, comparison }: Scene, choice: number): Promise<string | undefined> {
  const { docker } = room.docker.daemon.engine
  const filters = { label: [`${comparisonLabel}=${comparison.id}`] }
  const found = await docker.listContainers({ filters })
  const measuring = found.filter(({ Labels: labels }) => labels[stageLabel] !== 'probe')
  const chosen = measuring[choice % measuring.length]
  if (chosen === undefined) return undefined
  // Throws where it has just ended: another one is looked for then.
  await docker.getContainer(chosen.Id).kill()
  return chosen.Names[0]?.replace(/^\//, '')
}
