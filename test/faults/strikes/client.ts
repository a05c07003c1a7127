import type { StrikeKind } from './scene.js'

/** Kills `prbench compare`, and types it in again. */
export const strikeClient: StrikeKind = async (scene, { downMs }) => {
  if (scene.comparison.isOver()) return undefined
  await scene.comparison.killClient(downMs)
  return {}
}
