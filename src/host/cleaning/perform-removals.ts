import { rm } from 'node:fs/promises'
import { removeFromBuildCache } from '../../docker/disk-usage.js'
import { hasStatus } from '../../docker/errors.js'
import { inspectImage, removeImage } from '../../docker/images.js'
import { removeVolume } from '../../docker/volumes.js'
import type { CleaningHost } from './find-facts.js'
import { forgetNote, forgetUses } from './image-uses.js'
import type { Removal } from './removal.js'

/** What became of removals: those that were made, and a sentence for each that could not be. */
export interface Cleaned {
  readonly removed: readonly Removal[]
  readonly problems: readonly string[]
}

/**
 * Removes what was planned, one after the other. What is gone meanwhile is no problem; what is in use now
 * stays.
 */
export async function performRemovals(host: CleaningHost, removals: readonly Removal[]): Promise<Cleaned> {
  const removed: Removal[] = []
  const problems: string[] = []
  for (const removal of removals.filter(({ kind }) => kind !== 'build cache')) {
    try {
      await remove(host, removal)
      removed.push(removal)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      problems.push(`${removal.kind} ${removal.names[0] ?? removal.id} stays: ${reason}`)
    }
  }
  // The cache of an image's layers is free once the image is gone.
  const cache = await removeCache(
    host,
    removals.filter(({ kind }) => kind === 'build cache'),
  )
  return { removed: [...removed, ...cache], problems }
}

async function remove({ engine, stateFolder }: CleaningHost, removal: Removal): Promise<void> {
  switch (removal.kind) {
    case 'image':
      for (const name of removal.names) await removeImage(engine, name)
      if ((await inspectImage(engine, removal.id)) !== undefined) await removeImage(engine, removal.id)
      return forgetUses(stateFolder, removal.id)
    case 'base image':
      for (const name of removal.names) await removeImage(engine, name)
      return
    case 'compiled kernels':
      return removeVolume(engine, removal.id)
    case 'spool':
    case 'run directory':
      return rm(removal.id, { recursive: true, force: true })
    case 'unfinished file':
      return rm(removal.id, { force: true })
    case 'build note':
      return forgetNote(stateFolder, removal.id)
    case 'build cache':
      return
  }
}

/** A record goes only after those that stand on it: so all are tried again while any of them goes. */
async function removeCache({ engine }: CleaningHost, cache: readonly Removal[]): Promise<Removal[]> {
  const removed: Removal[] = []
  let left = [...cache]
  for (let before = -1; left.length !== before;) {
    before = left.length
    const still: Removal[] = []
    for (const removal of left) {
      const isGone = await removeFromBuildCache(engine, removal.id).catch((error: unknown) => {
        if (hasStatus(error, 500)) return false
        throw error
      })
      ;(isGone ? removed : still).push(removal)
    }
    left = still
  }
  return removed
}
