import type { Engine } from '../docker/engine.js'
import type { GpuProfile, GpuVendor } from '../gpus/vendor.js'

/** The GPUs of a host that its launches run on. */
export interface HostGpus {
  vendor: GpuVendor
  /** Their numbers, where launches may not have all of the host's. */
  numbers?: readonly number[]
  profile: GpuProfile
}

/** The host on which launches run, and where it keeps what it knows of them. */
export interface LaunchHost {
  name: string
  engine: Engine
  gpus: HostGpus
  /** Case files of launches that are not recorded yet. */
  spool: string
  /** Which images had their unmeasured first launch. */
  primed: string
  /** Whole logs of stages whose run directory this host does not see. */
  logs: string
  /** 90 % of the host's: page cache and shared memory are charged to the container. */
  memoryBytes: number
}
