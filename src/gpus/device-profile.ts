import { access, readFile } from 'node:fs/promises'

/** What a container needs of its host to use the GPUs. Goes into the container's specification as it is. */
export interface DeviceProfile {
  readonly devices: readonly string[]
  /** Groups that own the device files, by the host's number: an image need not know their names. */
  readonly groups: readonly string[]
  readonly capabilities: readonly 'SYS_PTRACE'[]
  readonly seccomp: 'unconfined'
  readonly shmBytes: number
}

const kernelDriver = '/dev/kfd'
const renderDevices = '/dev/dri'
/** RCCL keeps the buffers between eight GPUs in shared memory. */
const shmBytes = 32 * 1024 ** 3

/**
 * The profile of this host's AMD GPUs, or undefined where there are none (no /dev/kfd). ROCm needs ptrace and an
 * unconfined seccomp in practice, and neither privileged mode nor the host's IPC.
 */
export async function gpuProfile(): Promise<DeviceProfile | undefined> {
  if (!(await exists(kernelDriver))) return undefined
  const groupFile = await readFile('/etc/group', 'utf8').catch(() => '')
  return deviceProfile(groupFile)
}

/** The profile from the text of /etc/group. */
export function deviceProfile(groupFile: string): DeviceProfile {
  const numbers = ['video', 'render'].map((name) => groupNumber(groupFile, name))
  const groups = numbers.filter((number) => number !== undefined)
  return {
    devices: [kernelDriver, renderDevices],
    groups: groups.length > 0 ? groups : ['video'],
    capabilities: ['SYS_PTRACE'],
    seccomp: 'unconfined',
    shmBytes,
  }
}

function groupNumber(groupFile: string, name: string): string | undefined {
  const line = groupFile.split('\n').find((entry) => entry.startsWith(`${name}:`))
  const number = line?.split(':')[2]
  return number !== undefined && /^\d+$/.test(number) ? number : undefined
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}
