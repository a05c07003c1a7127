import type { Readable } from 'node:stream'
import { parseRepository } from '../forges/repository.js'
import { remoteOf } from '../forges/remote.js'
import { openMirror, type Mirror } from '../git/mirror.js'
import { fetchCommits } from '../git/named-commits.js'
import { hasCommits } from '../git/commits.js'
import { archiveTree, isAncestorOfRemoteBranch, readFileAt } from '../git/tree.js'
import type { ImageBuild } from '../engines/definition.js'
import { NoBaseArgumentError } from '../engines/dockerfile.js'
import type { ArmBuild } from './build-arm-image.js'
import { BuildRefused } from './build-refused.js'
import { withFiles } from './context-files.js'
import { engineOfPlan } from './engine-of-plan.js'

const dockerfileBytes = 1024 * 1024

export interface BuildSource {
  /** Path of the Dockerfile in the context. */
  dockerfile: string
  build: ImageBuild
  /** The commit's own tree as a tar, with what the build needs beside it. */
  openContext(): Readable
}

/**
 * What the image of a commit is built from: its tree, its own Dockerfile, and the arguments that this one
 * declares.
 *
 * @throws BuildRefused, where there is no Dockerfile, or an old one that can only clone and the commit is on
 * no branch
 */
export async function openBuildSource(build: ArmBuild, sha: string, baseTag: string): Promise<BuildSource> {
  const { signal } = build
  const { engine, image } = engineOfPlan(build.plan)
  const mirror = await mirrorWith(build, sha)
  const places = engine.image.dockerfiles(image)
  for (const dockerfile of places) {
    const text = await readFileAt(mirror, sha, dockerfile, dockerfileBytes, signal)
    if (text === undefined) continue
    const choice = { image, baseImageTag: baseTag, sha, repositoryUrl: mirror.remote.address }
    const made = buildOf(() => engine.image.build(text, choice))
    if (made.clones === true && !(await isAncestorOfRemoteBranch(mirror, sha, signal))) {
      throw new BuildRefused(
        `${dockerfile} of ${sha.slice(0, 12)} clones the repository and cannot check out a commit that is on no branch. ` +
          'Build both images yourself and use --skip-build --main-image A --pr-image B',
      )
    }
    return {
      dockerfile,
      build: made,
      openContext: () => withFiles(made.files ?? {}, archiveTree(mirror, sha, signal)),
    }
  }
  throw new BuildRefused(
    `commit ${sha.slice(0, 12)} has neither ${places.join(' nor ')}: is this a repository of ${engine.title}? ` +
      'To use images that you built, add --skip-build --main-image A --pr-image B',
  )
}

function buildOf(build: () => ImageBuild): ImageBuild {
  try {
    return build()
  } catch (error) {
    throw error instanceof NoBaseArgumentError ? new BuildRefused(error.message, { cause: error }) : error
  }
}

/** A host that did not resolve the source has to fetch the commits first. */
async function mirrorWith({ plan, mirrors, forgeUrl, signal }: ArmBuild, sha: string): Promise<Mirror> {
  const parsed = parseRepository(plan.request.repository)
  if (!parsed.ok) throw new BuildRefused(parsed.problem)
  const remote = remoteOf({ repository: parsed.repository, serverUrl: forgeUrl })
  const mirror = await openMirror(remote, mirrors, signal)
  if (await hasCommits(mirror, [sha], signal)) return mirror
  await fetchCommits(mirror, [sha], signal)
  if (await hasCommits(mirror, [sha], signal)) return mirror
  throw new BuildRefused(
    `commit ${sha} is no longer in ${plan.request.repository}. Was the pull request pushed to? Start the comparison again`,
  )
}
