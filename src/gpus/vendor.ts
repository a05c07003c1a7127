import type { ContainerSpec } from '../docker/container-spec.js'

/** One GPU, and how much of its memory is held. Undefined where the tool does not say. */
export interface GpuState {
  /** Its number on this host, from 0, as the vendor's tool counts. */
  readonly number: number
  readonly vramPercent: number | undefined
}

/** What a container needs of its host to use GPUs. Goes into the container's specification as it is. */
export type GpuProfile = Pick<
  ContainerSpec,
  'devices' | 'groups' | 'capabilities' | 'seccomp' | 'gpuRequest'
> &
  Partial<Pick<ContainerSpec, 'shmBytes'>> & { readonly environment: Readonly<Record<string, string>> }

/** A way to ask this host's GPUs how they are: a program, and what reads its output. */
export interface GpuTool {
  readonly program: string
  readonly parameters: readonly string[]
  /** @throws Error, where it is no such output or names no GPU */
  readonly parse: (output: string) => GpuState[]
}

/** All that prbench knows of one maker's GPUs: a folder beside this file, and a line in the registry. */
export interface GpuVendor {
  readonly name: string
  /** Whether this host has GPUs of this vendor whose driver is loaded. */
  isHere(): Promise<boolean>
  /** @param numbers the GPUs that a container may use; all of the host's where it is left out */
  profile(numbers?: readonly number[]): Promise<GpuProfile>
  /** The one to prefer first. None: there is nothing to ask, and nothing that could be busy. */
  readonly tools: readonly GpuTool[]
  /** What the paths of its device files begin with. */
  readonly devicePaths: readonly string[]
  /** The command that shows a person which processes hold the GPUs. */
  readonly holdersCommand: string
}
