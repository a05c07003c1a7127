import { diskUsage, type DiskUsage } from '../../docker/disk-usage.js'
import type { Engine } from '../../docker/engine.js'
import { inspectImage } from '../../docker/images.js'
import { findRunDirectories, findSpools, findUnfinished } from './folders.js'
import { readUses } from './image-uses.js'
import { jitCacheLabel } from '../jit-cache.js'
import type { FoundImage, FoundKernels, HostFacts } from './removal.js'

/** Label that every image of ours carries. */
const imageLabel = 'prbench.image-of'
/** The name that a base image gets while images are built on it. */
const baseNames = 'prbench/base:'

export interface CleaningHost {
  readonly engine: Engine
  readonly stateFolder: string
}

/**
 * What is on a host, but for what a server says of its runs. `outputFolder`: where run directories are looked
 * for.
 */
export async function findFacts(
  { engine, stateFolder }: CleaningHost,
  outputFolder?: string,
): Promise<Omit<HostFacts, 'stateOf'>> {
  // Before anything is looked at, which may take minutes: what a build makes meanwhile may be missing below.
  const now = new Date()
  const usage = await diskUsage(engine)
  const runDirectories = outputFolder === undefined ? [] : await findRunDirectories(outputFolder)
  return {
    now,
    uses: await readUses(stateFolder),
    images: await imagesIn(engine, usage),
    cache: usage.BuildCache.map(({ ID: id, CreatedAt: createdAt, InUse: inUse, Size: bytes }) => ({
      id,
      createdAt,
      inUse,
      bytes,
    })),
    spools: await findSpools(stateFolder),
    runDirectories,
    unfinished: await findUnfinished(
      stateFolder,
      runDirectories.map(({ path }) => path),
    ),
    kernels: kernelsIn(usage),
  }
}

/** The runs that a server must be asked about before anything is decided. */
export function runsOf({ uses, spools, runDirectories }: Omit<HostFacts, 'stateOf'>): string[] {
  return [...new Set([...uses, ...spools, ...runDirectories].map(({ run }) => run))]
}

async function imagesIn(engine: Engine, { Images: images, Containers: containers }: DiskUsage) {
  const found = images.map(async (image): Promise<FoundImage | undefined> => {
    const built = image.Labels[imageLabel] !== undefined
    const baseTags = image.RepoTags.filter((name) => name.startsWith(baseNames))
    if (!built && baseTags.length === 0) return undefined
    const staysUnderAnotherName = !built && baseTags.length < image.RepoTags.length
    const since = built ? new Date(image.Created * 1000) : (await inspectImage(engine, image.Id))?.namedAt
    return {
      id: image.Id,
      kind: built ? 'built' : 'base',
      names: (built ? image.RepoTags : baseTags).filter((name) => !name.startsWith('<none>')),
      baseId: image.Labels['prbench.base'] ?? '',
      since: since ?? new Date(),
      bytes: staysUnderAnotherName ? 0 : Math.max(0, image.Size - Math.max(0, image.SharedSize)),
      containers: containers
        .filter(({ ImageID: id }) => id === image.Id)
        .map(({ Names: [name = 'without a name'] }) => name.replace(/^\//, '')),
    }
  })
  return (await Promise.all(found)).filter((image) => image !== undefined)
}

function kernelsIn({ Volumes: volumes, Images: images }: DiskUsage): FoundKernels[] {
  return volumes.flatMap(({ Name: volume, Labels: labels, UsageData: usage }) => {
    const imageId = labels[jitCacheLabel]
    if (imageId === undefined) return []
    const hasImage = images.some(({ Id: id }) => id === imageId)
    return [{ volume, imageId, hasImage, bytes: Math.max(0, usage?.Size ?? 0) }]
  })
}
