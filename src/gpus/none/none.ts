import type { GpuVendor } from '../vendor.js'

/** A host without GPUs: it measures engines on its processors. */
export const none: GpuVendor = {
  name: 'none',
  isHere: () => Promise.resolve(true),
  profile: () => Promise.resolve({ environment: {} }),
  tools: [],
  devicePaths: [],
  holdersCommand: 'top',
}
