import type { Engine } from '../docker/engine.js'
import type { LaunchHost } from './launch-host.js'

/** A host without GPUs, and with folders only where the test names them. */
export function testHost(engine: Engine, change: Partial<LaunchHost> = {}): LaunchHost {
  const folders = { spool: '', primed: '', logs: '' }
  return { name: 'test-host', engine, gpu: undefined, ...folders, memoryBytes: 1e9, ...change }
}
