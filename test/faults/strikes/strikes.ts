import type { FaultKind } from '../plan.js'
import { strikeBuild } from './build.js'
import { strikeClient } from './client.js'
import { strikeContainer } from './container.js'
import { strikeEngine, strikeSocket } from './engine.js'
import type { StrikeKind } from './scene.js'
import { strikeTemporal } from './temporal.js'
import { strikeControlWorker, strikeGpuWorker } from './worker.js'

/** How each kind of fault is done. */
export const strikes: Readonly<Record<FaultKind, StrikeKind>> = {
  'kill-gpu-worker': strikeGpuWorker('SIGKILL'),
  'stop-gpu-worker': strikeGpuWorker('SIGTERM'),
  'kill-control-worker': strikeControlWorker,
  'stop-temporal': strikeTemporal('SIGTERM'),
  'kill-temporal': strikeTemporal('SIGKILL'),
  'kill-client': strikeClient,
  'kill-container': strikeContainer,
  'restart-engine-with-live-restore': strikeEngine({ liveRestore: true }),
  'restart-engine-without-live-restore': strikeEngine({ liveRestore: false }),
  'stall-docker-socket': strikeSocket,
  'kill-gpu-worker-in-build': strikeBuild,
}
