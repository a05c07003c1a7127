import type { Readable } from 'node:stream'
import { archiveTree } from '../git/tree.js'
import type { Mirror } from '../git/mirror.js'
import type { ImageBuild } from '../engines/definition.js'
import { NoBaseError } from '../engines/base-of-dockerfile.js'
import type { ArmBuild } from './build-arm-image.js'
import { BuildRefused } from './build-refused.js'
import { mirrorWith } from './commit-mirror.js'
import { withFiles } from './context-files.js'
import { engineOfPlan } from './engine-of-plan.js'
import { readDockerfileOf } from './source-trees.js'

export interface BuildSource {
  readonly mirror: Mirror
  readonly sha: string
  /** Path of the Dockerfile in the context. */
  readonly dockerfile: string
  readonly build: ImageBuild
  /** The commit's own tree as a tar, with what the build needs beside it. */
  readonly openContext: () => Readable
}

/**
 * What the image of a commit is built from: its tree, its own Dockerfile, and the arguments that this one
 * declares.
 *
 * @throws BuildRefused, where there is no Dockerfile, or one without a base
 */
export async function openBuildSource(build: ArmBuild, sha: string): Promise<BuildSource> {
  const { plan } = build
  const { engine, image } = engineOfPlan(plan)
  const mirror = await mirrorWith([sha], { ...build, repository: plan.request.repository })
  const places = engine.image.dockerfiles(image)
  const dockerfile = await readDockerfileOf(mirror, sha, places)
  if (dockerfile === undefined) {
    throw new BuildRefused(`commit ${sha.slice(0, 12)} has neither ${places.join(' nor ')}`)
  }
  try {
    const made = engine.image.build(dockerfile.text, { image, sha })
    const openContext = () => withFiles(made.files ?? {}, archiveTree(mirror, sha))
    return { mirror, sha, dockerfile: dockerfile.path, build: made, openContext }
  } catch (error) {
    throw error instanceof NoBaseError ? new BuildRefused(error.message, { cause: error }) : error
  }
}
