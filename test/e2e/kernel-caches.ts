import { afterEach } from 'vitest'
import { removeVolume } from '../../src/docker/volumes.js'
import type { useBench } from './bench.js'
import { repositoryKey } from './repository-key.js'
import { imagesOf } from './leftovers.js'

/**
 * Gives what lists the volumes of compiled kernels of the tests' images, and removes them after each test:
 * they outlive their comparison on purpose, and the tests' images outlive a test.
 */
export function useKernelCaches(bench: ReturnType<typeof useBench>) {
  const list = async () => {
    const images = await imagesOf(bench.engine, repositoryKey(bench.repository()))
    const ids = new Set(images.map(({ id }) => id))
    const filters = { label: ['prbench.jit-cache'] }
    const { Volumes: volumes } = await bench.engine.docker.listVolumes({ filters })
    return volumes
      .map(({ Name: name, Labels: labels }) => ({ name, value: labels['prbench.jit-cache'] ?? '' }))
      .filter(({ value }) => ids.has(value))
  }
  afterEach(async () => {
    for (const { name } of await list()) await removeVolume(bench.engine, name)
  })
  return list
}
