import { setTimeout as sleep } from 'node:timers/promises'
import type { StrikeKind } from './scene.js'

/** Ends the Docker daemon and starts it again. With live-restore its containers outlive it. */
export function strikeEngine({ liveRestore }: { liveRestore: boolean }): StrikeKind {
  return async (scene, { downMs, signal }) => {
    if (scene.comparison.isOver()) return undefined
    const { daemon } = scene.room.docker
    await daemon.setLiveRestore(liveRestore)
    await daemon.end(signal)
    await sleep(downMs)
    await daemon.start()
    return {}
  }
}

/** Lets the connection to the Docker daemon carry nothing for a while, without ending. */
export const strikeSocket: StrikeKind = async (scene, { downMs }) => {
  if (scene.comparison.isOver()) return undefined
  await scene.room.docker.connection.stall(downMs)
  return {}
}
