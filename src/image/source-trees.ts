import type { Arm } from '../comparison/arm.js'
import type { Source } from '../comparison/source.js'
import type { Mirror } from '../git/mirror.js'
import { changedPaths, readFileAt, type TreeChange } from '../git/tree.js'

const dockerfileBytes = 1024 * 1024

/** A commit's Dockerfile. */
export interface Dockerfile {
  readonly path: string
  readonly text: string
}

/** What has to be known of the trees of both commits before anything is built. */
export interface SourceTrees {
  /** Those that the trees have at the places that were asked for. */
  readonly dockerfiles: Readonly<Record<Arm, readonly Dockerfile[]>>
  /** From main to the pull request. */
  readonly changes: readonly TreeChange[]
}

/** The first of these places at which a commit has a Dockerfile, and that one. */
export async function readDockerfileOf(
  mirror: Mirror,
  sha: string,
  places: readonly string[],
): Promise<Dockerfile | undefined> {
  for (const path of places) {
    const text = await readFileAt(mirror, sha, path, dockerfileBytes)
    if (text !== undefined) return { path, text }
  }
  return undefined
}

/**
 * Reads both trees, which are in the mirror.
 *
 * @param places where Dockerfiles may be, for each kind of image
 */
export async function readSourceTrees(
  mirror: Mirror,
  { base, head }: Source,
  places: readonly (readonly string[])[],
): Promise<SourceTrees> {
  const dockerfilesOf = async (sha: string) => {
    const found: Dockerfile[] = []
    for (const each of places) found.push(...[(await readDockerfileOf(mirror, sha, each)) ?? []].flat())
    return found
  }
  return {
    dockerfiles: { main: await dockerfilesOf(base.sha), pr: await dockerfilesOf(head.sha) },
    changes: await changedPaths(mirror, base.sha, head.sha),
  }
}
