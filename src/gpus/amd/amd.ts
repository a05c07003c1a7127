import { readFile } from 'node:fs/promises'
import { isThere } from '../readings.js'
import type { GpuVendor } from '../vendor.js'
import { amdProfile, kernelDriver, renderDevices } from './devices.js'
import { parseAmdSmi, parseRocmSmi } from './state.js'

/** AMD's Instinct GPUs under ROCm. `rocm-smi` is deprecated: it is asked where `amd-smi` does not answer. */
export const amd: GpuVendor = {
  name: 'amd',
  isHere: () => isThere(kernelDriver),
  profile: async (numbers) => amdProfile(await readFile('/etc/group', 'utf8').catch(() => ''), numbers),
  tools: [
    { program: 'amd-smi', parameters: ['metric', '--json'], parse: parseAmdSmi },
    { program: 'rocm-smi', parameters: ['--showmemuse', '--json'], parse: parseRocmSmi },
  ],
  devicePaths: [kernelDriver, renderDevices],
  holdersCommand: 'amd-smi process',
}
