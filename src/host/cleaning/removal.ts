import type { ImageUse } from './image-uses.js'

/** What this Temporal server says of a run. `unknown`: it is too long ago, or another server's. */
export type RunState = 'open' | 'closed' | 'unknown'

/** An image that carries our labels, or a base image under a name of ours. */
export interface FoundImage {
  readonly id: string
  readonly kind: 'built' | 'base'
  readonly names: readonly string[]
  /** Id of the image that it was built on; empty where nobody noted it. */
  readonly baseId: string
  /** When it was made; of a base, when it got its latest name. */
  readonly since: Date
  /** What only this image holds. */
  readonly bytes: number
  /** Containers made of it, running or not. */
  readonly containers: readonly string[]
}

export interface FoundCache {
  readonly id: string
  readonly createdAt: Date
  readonly inUse: boolean
  readonly bytes: number
}

/** A file under the name that it has while it is written. */
export interface FoundFile {
  readonly path: string
  readonly since: Date
  readonly bytes: number
}

/** A folder that belongs to a run. */
export interface FoundFolder extends FoundFile {
  readonly run: string
}

/** A volume of compiled kernels, labelled with the image that filled it. */
export interface FoundKernels {
  readonly volume: string
  readonly imageId: string
  /** Whether that image is on the host. */
  readonly hasImage: boolean
  readonly bytes: number
}

/** Everything on a host that may be removed, as it was found. */
export interface HostFacts {
  readonly now: Date
  readonly uses: readonly ImageUse[]
  readonly images: readonly FoundImage[]
  readonly cache: readonly FoundCache[]
  readonly spools: readonly FoundFolder[]
  readonly runDirectories: readonly FoundFolder[]
  readonly unfinished: readonly FoundFile[]
  readonly kernels: readonly FoundKernels[]
  readonly stateOf: (run: string) => RunState
}

/** In the order in which a person reads of them. */
export const removalKinds = [
  'image',
  'base image',
  'compiled kernels',
  'build cache',
  'build note',
  'spool',
  'run directory',
  'unfinished file',
] as const

export interface Removal {
  readonly kind: (typeof removalKinds)[number]
  /** The id by which it is removed. */
  readonly id: string
  /** Of an image: the names that go. */
  readonly names: readonly string[]
  readonly bytes: number
}

export interface Removals {
  readonly removals: readonly Removal[]
  /** What could have gone and stays, each with why. */
  readonly kept: readonly string[]
}
