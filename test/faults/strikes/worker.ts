import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../../e2e/waiting.js'
import type { WorkOnHost } from '../room/work-on-host.js'
import { workOnHost } from '../room/work-on-host.js'
import { untilAtWork, type Scene, type StrikeKind } from './scene.js'

/** Ends the worker that measures, and lets it come back. Gives how long it took it to measure again. */
export function strikeGpuWorker(signal: 'SIGKILL' | 'SIGTERM'): StrikeKind {
  return async (scene, { downMs }) => {
    const work = await untilAtWork(scene)
    return work === undefined ? undefined : endGpuWorker(scene, work, signal, downMs)
  }
}

export async function endGpuWorker(
  scene: Scene,
  work: WorkOnHost,
  signal: 'SIGKILL' | 'SIGTERM',
  downMs: number,
): Promise<{ resumeSeconds: number }> {
  const { gpuWorker } = scene.room
  await gpuWorker.end(signal)
  await sleep(downMs)
  const backAt = await gpuWorker.start()
  const againAt = await until(`${work.workflowId} was gone on with`, () => takenUpAt(scene, work))
  return { resumeSeconds: Math.max(0, againAt - backAt) / 1000 }
}

/**
 * When a work was done again: since when another attempt at it tells what it measures, or builds. One that is
 * over by now was gone on with at this moment at the latest.
 */
async function takenUpAt({ room, comparison }: Scene, before: WorkOnHost): Promise<number | undefined> {
  if (comparison.isOver()) return Date.now()
  const work = await workOnHost(room.client, comparison.id)
  if (work === undefined) return undefined
  const isTheSame = work.workflowId === before.workflowId && work.activityId === before.activityId
  if (!isTheSame) return work.startedAt
  return work.attempt === before.attempt ? undefined : work.doneSince
}

/** Kills the worker that decides what is measured; what is measured goes on meanwhile. */
export const strikeControlWorker: StrikeKind = async (scene, { downMs }) => {
  if (scene.comparison.isOver()) return undefined
  const { controlWorker } = scene.room
  await controlWorker.end('SIGKILL')
  await sleep(downMs)
  await controlWorker.start()
  return {}
}
