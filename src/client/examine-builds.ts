import { connectEngine } from '../docker/engine.js'
import { inspectImage } from '../docker/images.js'
import { repositoryLabel } from '../image/image-labels.js'
import { reachFromContainer } from '../image/reach-from-container.js'
import { loadShippedRecipes } from '../recipes/load.js'
import { messageOf } from './command-error.js'
import { good, note, type Finding } from './finding.js'

const subject = 'build clones'
const matters = 'Only Dockerfiles that clone need it'

/** Whether a build can clone its commit from this machine. Never throws. */
export async function examineBuilds(): Promise<Finding[]> {
  try {
    const image = await imageWithPython()
    if (image === undefined) return [note(subject, 'not checked: no base image of a recipe is here yet')]
    const reach = await reachFromContainer(connectEngine(), image)
    switch (reach.kind) {
      case 'reached':
        return [good(subject, `containers reach this host at ${reach.address}`)]
      case 'blocked':
        return [
          note(
            subject,
            `a container does not reach this host at ${reach.address} (${reach.output}). ${matters}: ` +
              "let Docker's network through the firewall, TCP ports 20000 to 32000",
          ),
        ]
      case 'no-address':
        return [note(subject, `this host has no address that a build can reach. ${matters}`)]
    }
  } catch (error) {
    return [note(subject, `not checked: ${messageOf(error)}`)]
  }
}

/** Any that we know to have it: one that images were built on here, or would be. */
async function imageWithPython(): Promise<string | undefined> {
  const engine = connectEngine()
  const bases = (await loadShippedRecipes()).flatMap(({ image }) => image.base ?? [])
  for (const base of bases) if ((await inspectImage(engine, base)) !== undefined) return base
  const [built] = await engine.docker.listImages({ filters: { label: [repositoryLabel] } })
  return built?.Id
}
