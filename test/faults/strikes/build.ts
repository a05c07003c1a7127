import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../../e2e/waiting.js'
import { workOnHost } from '../room/work-on-host.js'
import type { Scene, StrikeKind } from './scene.js'
import { endGpuWorker } from './worker.js'

/** Of the seconds that a build takes. */
const latestMs = 3000

/** Kills the worker while it builds an image. */
export const strikeBuild: StrikeKind = async (scene, { downMs, afterMs }) => {
  const { room, comparison } = scene
  const found = await until(`${comparison.name} was built`, async () => {
    if (comparison.isOver()) return 'too late'
    const work = await workOnHost(room.client, comparison.id)
    if (work?.kind === 'runPair') return 'too late'
    return work !== undefined && (await hasBegun(scene)) ? work : undefined
  })
  if (found === 'too late') return undefined
  await sleep(afterMs % latestMs)
  const work = await workOnHost(room.client, comparison.id)
  if (work?.kind !== 'buildImage') return undefined
  return endGpuWorker(scene, work, 'SIGKILL', downMs)
}

/** Whether the build of the pull request's image is in its slow part. */
async function hasBegun({ comparison }: Scene): Promise<boolean> {
  const log = await readFile(join(await comparison.runDirectory(), 'build_pr.log'), 'utf8')
  return / begun$/m.test(log)
}
