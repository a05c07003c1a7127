import { setTimeout as sleep } from 'node:timers/promises'
import type { StrikeKind } from './scene.js'

/** Ends the Temporal server, whose database stays, and lets it come back. */
export function strikeTemporal(signal: 'SIGKILL' | 'SIGTERM'): StrikeKind {
  return async (scene, { downMs }) => {
    if (scene.comparison.isOver()) return undefined
    const { temporal } = scene.room
    await temporal.end(signal)
    await sleep(downMs)
    await temporal.start()
    return {}
  }
}
