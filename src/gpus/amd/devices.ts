import type { GpuProfile } from '../vendor.js'

export const kernelDriver = '/dev/kfd'
export const renderDevices = '/dev/dri'
/** RCCL keeps the buffers between eight GPUs in shared memory. */
const shmBytes = 32 * 1024 ** 3

/**
 * What a container needs for AMD GPUs. ROCm needs ptrace and an unconfined seccomp in practice, and neither
 * privileged mode nor the host's IPC. A crash would dump the memory of eight GPUs, so that is off.
 *
 * @param groupFile the text of /etc/group
 * @param numbers the GPUs that its programs see; all of them where it is left out
 */
export function amdProfile(groupFile: string, numbers?: readonly number[]): GpuProfile {
  const owners = ['video', 'render'].map((name) => groupNumber(groupFile, name))
  const groups = owners.filter((number) => number !== undefined)
  return {
    devices: [kernelDriver, renderDevices],
    groups: groups.length > 0 ? groups : ['video'],
    capabilities: ['SYS_PTRACE'],
    seccomp: 'unconfined',
    shmBytes,
    environment: {
      HSA_ENABLE_COREDUMP: '0',
      ...(numbers === undefined ? {} : { HIP_VISIBLE_DEVICES: numbers.join(',') }),
    },
  }
}

function groupNumber(groupFile: string, name: string): string | undefined {
  const line = groupFile.split('\n').find((entry) => entry.startsWith(`${name}:`))
  const number = line?.split(':')[2]
  return number !== undefined && /^\d+$/.test(number) ? number : undefined
}
