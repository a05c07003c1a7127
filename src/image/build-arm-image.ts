import { join } from 'node:path'
import type { Arm } from '../comparison/arm.js'
import type { BuiltImage } from '../comparison/image.js'
import type { Plan } from '../comparison/plan.js'
import { buildImage, type BuildRequest } from '../docker/build.js'
import { findImageByLabels, inspectImage, requireImages, tagImage } from '../docker/images.js'
import type { LaunchHost } from '../host/launch-host.js'
import { buildLogPath } from '../run/layout.js'
import { holdsRun } from '../run/run-directory.js'
import { logSize, LogBlock } from '../run/stage-log.js'
import { baseImageOnHost } from './base-image.js'
import { probeImage } from './probe-image.js'
import { openBuildSource } from './build-source.js'
import { imageDeadline } from './image-deadline.js'
import { imageLabels, repositoryKeyOf } from './image-labels.js'
import { openOverlay } from './overlay.js'
import { ownTag } from './own-tag.js'
import { provePackage } from './package-proof.js'
import { whileServed } from './serve-source.js'

export interface ArmBuild {
  readonly host: LaunchHost
  readonly plan: Plan
  readonly arm: Arm
  /** The folder of bare mirrors. */
  readonly mirrors: string
  /** Where this host keeps its secret. */
  readonly stateFolder: string
  readonly forgeUrl?: string | undefined
  readonly signal: AbortSignal
}

/**
 * Sees to it that the image of one arm is on the host, and tells what it is. Built from the tree of the arm's
 * commit with that commit's own Dockerfile, or as a layer on main's image, as the plan says; an image whose
 * labels say that it is the same is not built again. It is proven to hold the commit. With `--skip-build` the
 * named image is taken as it is.
 *
 * @throws BuildFailed, with the tail of the log, BuildRefused, ImageMissing, git's errors
 */
export async function buildArmImage(build: ArmBuild): Promise<BuiltImage> {
  const started = performance.now()
  const { host, arm, plan } = build
  const { sha } = plan.images[arm]
  const origin = sha === undefined ? await namedImage(build) : await imageOf(build, sha)
  return {
    arm,
    host: host.name,
    ...origin,
    seconds: (performance.now() - started) / 1000,
    ...(sha === undefined ? {} : { package: await provePackage(build, origin.id, sha) }),
    probed: await probeImage(build, origin.id),
  }
}

type ImageOrigin = Pick<BuiltImage, 'id' | 'tag' | 'built' | 'baseImageId' | 'log'>

async function namedImage({ host, plan, arm }: ArmBuild): Promise<ImageOrigin> {
  const { tag } = plan.images[arm]
  const [image] = await requireImages(host.engine, [tag])
  if (image === undefined) throw new Error(`image ${tag} disappeared during the check`)
  return { id: image.id, tag, built: false, baseImageId: image.labels['prbench.base'] ?? '', log: '' }
}

async function imageOf(build: ArmBuild, sha: string): Promise<ImageOrigin> {
  const log = await openBuildLog(build)
  try {
    const say = (line: string) => log.block.write(line)
    const made = build.plan.images[build.arm].way?.kind === 'overlay' ? overlayOnMain : byDockerfile
    return { ...(await made(build, sha, say)), log: log.name }
  } finally {
    await log.block.close()
  }
}

type Say = (line: string) => Promise<void>
type MadeImage = Omit<ImageOrigin, 'log'>

async function byDockerfile(build: ArmBuild, sha: string, say: Say): Promise<MadeImage> {
  const { host, plan, arm, signal } = build
  const base = await baseImageOnHost(host.engine, plan.images[arm].baseImage, {
    onLine: (line) => {
      // A log that cannot be written says so when it is closed.
      say(line).catch(() => undefined)
    },
    signal,
    deadlineMs: imageDeadline(plan, 'pullDeadlineSeconds') * 1000,
  })
  const source = await openBuildSource(build, sha)
  const { arguments: given, base: named, target } = source.build
  const buildArguments = named.argument === undefined ? given : { ...given, [named.argument]: base.tag }
  const labels = imageLabels(plan, sha, base.id, [
    Object.entries(buildArguments).sort(),
    source.dockerfile,
    ...(target === undefined ? [] : [target]),
  ])
  const image = await unlessThere(build, labels, (request) =>
    whileServed(build, source, base.environment, (more) =>
      buildImage({
        ...request,
        context: source.openContext(),
        dockerfile: source.dockerfile,
        buildArguments: { ...buildArguments, ...more },
        ...(target === undefined ? {} : { target }),
        // A pull request's build must not write into cache mounts that main's builds read.
        ...(arm === 'main' ? {} : { cacheNamespace: plan.comparison }),
        onLog: say,
      }),
    ),
  )
  return { ...image, baseImageId: base.id }
}

/** Main's image is there, as it is built first; where somebody has removed it, it is built again. */
async function overlayOnMain(build: ArmBuild, sha: string, say: Say): Promise<MadeImage> {
  const { host, plan } = build
  const { sha: mainSha = '' } = plan.images.main
  const { id, tag, baseImageId } = await byDockerfile({ ...build, arm: 'main' }, mainSha, say)
  const [main] = await requireImages(host.engine, [id])
  if (main === undefined) throw new Error(`image ${tag} disappeared during the build`)
  const overlay = await openOverlay(build, tag, main)
  const labels = imageLabels(plan, sha, baseImageId, ['overlay', main.id, overlay.paths])
  const image = await unlessThere(build, labels, async (request) => {
    // Another worker on this Engine may have given the name, which the layer is built on, to an image of its own.
    if ((await inspectImage(host.engine, tag))?.id !== id) await tagImage(host.engine, id, tag)
    return buildImage({
      ...request,
      context: overlay.openContext(),
      dockerfile: overlay.dockerfile,
      buildArguments: {},
      onLog: say,
    })
  })
  return { ...image, baseImageId }
}

type NamedBuild = Pick<BuildRequest, 'engine' | 'labels' | 'tag' | 'signal' | 'deadlineMs'>

/** The image with these labels, under the arm's name: the one that is there, or one that is built now. */
async function unlessThere(
  { host, plan, arm, signal }: ArmBuild,
  labels: Readonly<Record<string, string>>,
  build: (request: NamedBuild) => Promise<{ imageId: string }>,
): Promise<Pick<ImageOrigin, 'id' | 'tag' | 'built'>> {
  const { engine } = host
  const tag = await ownTag(engine, plan.images[arm].tag, repositoryKeyOf(plan))
  const known = await findImageByLabels(engine, labels)
  if (known !== undefined) {
    if ((await inspectImage(engine, tag))?.id !== known.id) await tagImage(engine, known.id, tag)
    return { id: known.id, tag, built: false }
  }
  const deadlineMs = imageDeadline(plan, 'buildDeadlineSeconds') * 1000
  const { imageId } = await build({ engine, labels, tag, signal, deadlineMs })
  return { id: imageId, tag, built: true }
}

async function openBuildLog({ host, plan, arm }: ArmBuild): Promise<{ block: LogBlock; name: string }> {
  const name = buildLogPath(arm)
  const seen = await holdsRun(plan.runDirectory, plan.run)
  const path = seen ? join(plan.runDirectory, name) : join(host.logs, plan.run, name)
  const block = await LogBlock.open(path, await logSize(path))
  return { block, name: seen ? name : `${host.name}:${path}` }
}
