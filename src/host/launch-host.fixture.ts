import type { Engine } from '../docker/engine.js'
import { none } from '../gpus/none/none.js'
import type { LaunchHost } from './launch-host.js'

/** A host without GPUs, and with folders only where the test names them. */
export function testHost(engine: Engine, change: Partial<LaunchHost> = {}): LaunchHost {
  const folders = { spool: '', primed: '', logs: '' }
  const gpus = { vendor: none, profile: { environment: {} } }
  return { name: 'test-host', engine, gpus, ...folders, memoryBytes: 1e9, ...change }
}
