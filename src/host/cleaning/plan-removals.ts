import { noteName, type ImageUse } from './image-uses.js'
import type { FoundCache, FoundFolder, FoundImage, HostFacts, Removal, Removals } from './removal.js'

/** How many comparisons, counted back from the newest, keep their images. */
const comparisonsKept = 5
/**
 * So long whatever no server answers for is taken to be in somebody's use: several servers may share a host.
 */
const strangerDays = 7
/** No write takes so long: a file under its temporary name that is older is nobody's any more. */
const writeMs = 3600 * 1000
const dayMs = 24 * 3600 * 1000

/**
 * Decides what goes. Images stay while a comparison is open that used them, for the last five comparisons,
 * and while a container is made of them. Run directories are results: they go only where a number to keep is
 * given, the oldest first, and never that of an open run. Pure.
 */
export function planRemovals(facts: HostFacts, { keep }: { keep?: number } = {}): Removals {
  const reasons = new Map<FoundImage, string>()
  const keepSome = (kind: FoundImage['kind'], why: (image: FoundImage) => string | undefined) => {
    for (const image of facts.images.filter((found) => found.kind === kind)) {
      const reason = why(image)
      if (reason !== undefined) reasons.set(image, reason)
    }
  }
  keepSome('built', (image) => reasonToKeep(facts, image))
  keepSome('base', (base) => reasonToKeepBase(facts, base, [...reasons.keys()]))
  const gone = facts.images.filter((image) => !reasons.has(image))

  return {
    removals: [
      ...gone.map(imageRemoval),
      ...cacheRemovals(facts),
      ...buildNoteRemovals(facts),
      ...facts.kernels
        .filter(({ imageId, hasImage }) => !hasImage || gone.some(({ id }) => id === imageId))
        .map(({ volume, bytes }) => removal('compiled kernels', volume, bytes)),
      ...facts.spools
        .filter((spool) => isOver(facts, spool))
        .map(({ path, bytes }) => removal('spool', path, bytes)),
      ...runDirectoryRemovals(facts, keep),
      ...facts.unfinished
        .filter(({ since }) => facts.now.getTime() - since.getTime() > writeMs)
        .map(({ path, bytes }) => removal('unfinished file', path, bytes)),
    ],
    kept: [...reasons].map(([image, reason]) => `${nameOf(image)}: ${reason}`),
  }
}

function reasonToKeep(facts: HostFacts, image: FoundImage): string | undefined {
  if (image.containers.length > 0) return `container ${image.containers.join(', ')} uses it`
  const uses = facts.uses.filter(({ imageId }) => imageId === image.id)
  const open = uses.find(({ run }) => facts.stateOf(run) === 'open')
  if (open !== undefined) return `${open.comparison} is open`
  const last = lastRuns(facts)
  const recent = uses.find(({ run }) => last.has(run))
  if (recent !== undefined) return `${recent.comparison} is one of the last ${comparisonsKept} comparisons`
  // What nobody here noted was made for somebody else at the time of its making.
  const unanswered = uses.filter(({ run }) => facts.stateOf(run) === 'unknown').map(({ at }) => new Date(at))
  const stranger = uses.length === 0 ? [image.since] : unanswered
  return stranger.some((since) => isRecent(facts, since))
    ? `kept for ${strangerDays} days: this server does not know it`
    : undefined
}

function reasonToKeepBase(
  facts: HostFacts,
  base: FoundImage,
  stays: readonly FoundImage[],
): string | undefined {
  if (base.containers.length > 0) return `container ${base.containers.join(', ')} uses it`
  const above = stays.find(({ baseId }) => baseId === base.id)
  if (above !== undefined) return `${nameOf(above)} is built on it`
  // A build that has just begun has named its base, and has no image yet.
  return isRecent(facts, base.since) ? `it was tagged less than ${strangerDays} days ago` : undefined
}

/**
 * The runs of the last comparisons. A retry is a run of the same comparison with the same images: it is none
 * more.
 */
function lastRuns({ uses }: HostFacts): ReadonlySet<string> {
  const ofImages = uses.filter(({ imageId }) => imageId !== undefined)
  const newest = ofImages.sort((left, right) => Date.parse(right.at) - Date.parse(left.at))
  const byComparison = new Map<string, string[]>()
  for (const run of new Set(newest.map((use) => use.run))) {
    const own = newest.filter((use) => use.run === run)
    const images = [...new Set(own.map(({ imageId }) => imageId))].sort()
    const comparison = JSON.stringify([own[0]?.comparison, images])
    byComparison.set(comparison, [...(byComparison.get(comparison) ?? []), run])
  }
  return new Set([...byComparison.values()].slice(0, comparisonsKept).flat())
}

/** Docker's build cache carries no labels: ours is what came to be while we built. */
function cacheRemovals({ cache, uses, now }: HostFacts): Removal[] {
  // A build that runs needs what it has made so far.
  const builds = uses.filter((use) => hasEnded(use, now))
  return cache
    .filter((entry) => !entry.inUse && builds.some((use) => isOf(use, entry)))
    .map(({ id, bytes }) => removal('build cache', id, bytes))
}

/**
 * The note of a build that gave no image goes once nothing is left of that; that of another goes with its
 * image.
 */
function buildNoteRemovals({ cache, uses, now }: HostFacts): Removal[] {
  return uses
    .filter((use) => use.imageId === undefined && hasEnded(use, now))
    .filter((use) => !cache.some((entry) => isOf(use, entry)))
    .map((use) => removal('build note', noteName(use), 0))
}

function hasEnded({ build }: ImageUse, now: Date): boolean {
  return build !== undefined && new Date(build.to) <= now
}

function isOf({ build }: ImageUse, { createdAt }: FoundCache): boolean {
  return build !== undefined && createdAt >= new Date(build.from) && createdAt <= new Date(build.to)
}

function runDirectoryRemovals(facts: HostFacts, keep: number | undefined): Removal[] {
  if (keep === undefined) return []
  return [...facts.runDirectories]
    .sort((left, right) => right.since.getTime() - left.since.getTime())
    .slice(keep)
    .filter((directory) => isOver(facts, directory))
    .map(({ path, bytes }) => removal('run directory', path, bytes))
}

function isOver(facts: HostFacts, { run, since }: FoundFolder): boolean {
  const state = facts.stateOf(run)
  return state === 'closed' || (state === 'unknown' && !isRecent(facts, since))
}

function isRecent({ now }: HostFacts, since: Date): boolean {
  return now.getTime() - since.getTime() < strangerDays * dayMs
}

/** Of a base only our names go: what else it is called, somebody else called it. */
function imageRemoval({ kind, id, names, bytes }: FoundImage): Removal {
  return { kind: kind === 'base' ? 'base image' : 'image', id, names, bytes }
}

function removal(kind: Removal['kind'], id: string, bytes: number): Removal {
  return { kind, id, names: [], bytes }
}

function nameOf({ id, names }: FoundImage): string {
  return names[0] ?? id
}
