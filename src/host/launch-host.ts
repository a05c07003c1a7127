import type { Engine } from '../docker/engine.js'
import type { DeviceProfile } from '../gpus/device-profile.js'

/** The host on which launches run, and where it keeps what it knows of them. */
export interface LaunchHost {
  name: string
  engine: Engine
  /** Absent on a host without GPUs. */
  gpu: DeviceProfile | undefined
  /** Case files of launches that are not recorded yet. */
  spool: string
  /** Which images had their unmeasured first launch. */
  primed: string
  /** Whole logs of stages whose run directory this host does not see. */
  logs: string
  /** 90 % of the host's: page cache and shared memory are charged to the container. */
  memoryBytes: number
}
