import { isThere } from '../readings.js'
import type { GpuVendor } from '../vendor.js'
import { parseNvidiaSmi, stateQuery } from './state.js'

const kernelDriver = '/dev/nvidiactl'
/** NCCL keeps the buffers between eight GPUs in shared memory. */
const shmBytes = 32 * 1024 ** 3

/**
 * NVIDIA's GPUs. The Engine hands them over, as `docker run --gpus` does: NVIDIA's container toolkit must be
 * there.
 */
export const nvidia: GpuVendor = {
  name: 'nvidia',
  isHere: () => isThere(kernelDriver),
  profile: (numbers) =>
    Promise.resolve({
      gpuRequest: { driver: 'nvidia', numbers: numbers ?? 'all' },
      shmBytes,
      environment: {},
    }),
  tools: [
    {
      program: 'nvidia-smi',
      parameters: [`--query-gpu=${stateQuery}`, '--format=csv'],
      parse: parseNvidiaSmi,
    },
  ],
  devicePaths: ['/dev/nvidia'],
  holdersCommand: 'nvidia-smi',
}
