import { describe, expect, it } from 'vitest'
import { findVendor } from './registry.js'

describe('findVendor', () => {
  it.each(['amd', 'nvidia', 'none'])('gives the vendor that PRBENCH_GPUS names: %s', async (name) => {
    expect((await findVendor(name)).name).toBe(name)
  })

  it('refuses a name that it does not know, with those that it knows', async () => {
    await expect(findVendor('intel')).rejects.toThrow('PRBENCH_GPUS is "intel". It takes amd, nvidia, none.')
  })

  it('hands NVIDIA GPUs over by number, and all of them unless said otherwise', async () => {
    const nvidia = await findVendor('nvidia')

    expect((await nvidia.profile()).gpuRequest).toEqual({ driver: 'nvidia', numbers: 'all' })
    expect((await nvidia.profile([2, 3])).gpuRequest).toEqual({ driver: 'nvidia', numbers: [2, 3] })
  })
})
