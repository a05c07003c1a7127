import { untilAtWork, type StrikeKind } from './scene.js'

/** Kills `prbench compare`, and types it in again. */
export const strikeClient: StrikeKind = async (scene, { downMs }) => {
  if ((await untilAtWork(scene)) === undefined) return undefined
  await scene.comparison.killClient(downMs)
  return {}
}
