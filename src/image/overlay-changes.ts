import { matchesAny, type OverlayRules } from '../comparison/overlay-rules.js'
import type { TreeChange } from '../git/tree.js'

/** The changes of a tree by what they take to reach an image. */
export interface OverlayChanges {
  /** Paths that become a layer. */
  readonly written: readonly string[]
  readonly removed: readonly string[]
  /** Those that only a build brings there. */
  readonly others: readonly string[]
}

/**
 * Sorts the changes from main to the pull request by the rules of an engine or a recipe. Pure.
 *
 * @param folder of the engine's package: nothing else is in a layer
 */
export function overlayChanges(
  changes: readonly TreeChange[],
  { layer, built, ignored }: OverlayRules,
  folder: string,
): OverlayChanges {
  const written: string[] = []
  const removed: string[] = []
  const others: string[] = []
  for (const { path, kind } of changes) {
    const isOfLayer = path.startsWith(`${folder}/`) && matchesAny(path, layer) && !matchesAny(path, built)
    if (isOfLayer && kind === 'written') written.push(path)
    else if (isOfLayer && kind === 'removed') removed.push(path)
    else if (isOfLayer || !matchesAny(path, ignored)) others.push(path)
  }
  return { written, removed, others }
}
