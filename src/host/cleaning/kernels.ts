import type { DiskUsage } from '../../docker/disk-usage.js'
import type { Engine } from '../../docker/engine.js'
import { inspectImage } from '../../docker/images.js'
import { volumesWithLabel } from '../../docker/volumes.js'
import { jitCacheLabel } from '../jit-cache.js'
import type { FoundKernels, Removal } from './removal.js'

const none: ReadonlySet<string> = new Set()

/** The compiled kernels that go: those whose image is not on the host, or goes (`gone`, by id). Pure. */
export function kernelRemovals(kernels: readonly FoundKernels[], gone = none): Removal[] {
  return kernels
    .filter(({ imageId, hasImage }) => gone.has(imageId) || !hasImage)
    .map(({ volume, bytes }) => ({ kind: 'compiled kernels', id: volume, names: [], bytes }))
}

/** The compiled kernels on a host, without their sizes: those take the Engine a while. */
export async function findKernels(engine: Engine): Promise<FoundKernels[]> {
  const volumes = await volumesWithLabel(engine, jitCacheLabel)
  return Promise.all(
    volumes.map(async ({ name: volume, value: imageId }) => {
      const hasImage = (await inspectImage(engine, imageId)) !== undefined
      return { volume, imageId, hasImage, bytes: 0 }
    }),
  )
}

/** The same from the Engine's account of its disk, with their sizes. */
export function kernelsIn({ Volumes: volumes, Images: images }: DiskUsage): FoundKernels[] {
  return volumes.flatMap(({ Name: volume, Labels: labels, UsageData: usage }) => {
    const imageId = labels[jitCacheLabel]
    if (imageId === undefined) return []
    const hasImage = images.some(({ Id: id }) => id === imageId)
    return [{ volume, imageId, hasImage, bytes: Math.max(0, usage?.Size ?? 0) }]
  })
}
