import { amd } from './amd/amd.js'
import { none } from './none/none.js'
import { nvidia } from './nvidia/nvidia.js'
import type { GpuVendor } from './vendor.js'

/** A host has what the first of these finds; the last one is always there. */
const vendors: readonly GpuVendor[] = [amd, nvidia, none]

/** The names that `PRBENCH_GPUS` takes. */
export const vendorNames: readonly string[] = vendors.map(({ name }) => name)

/**
 * The maker of this host's GPUs: the one of that name, or what the host has.
 *
 * @throws Error, where no vendor has that name
 */
export async function findVendor(name = process.env.PRBENCH_GPUS): Promise<GpuVendor> {
  if (name !== undefined && name !== '') {
    const named = vendors.find((vendor) => vendor.name === name)
    if (named === undefined) throw new Error(`PRBENCH_GPUS is "${name}". It takes ${vendorNames.join(', ')}.`)
    return named
  }
  for (const vendor of vendors) if (await vendor.isHere()) return vendor
  return none
}
