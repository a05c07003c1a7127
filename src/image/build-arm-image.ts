import { join } from 'node:path'
import type { Arm } from '../comparison/arm.js'
import type { BuiltImage } from '../comparison/image.js'
import type { Plan } from '../comparison/plan.js'
import { buildImage } from '../docker/build.js'
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
import { ownTag } from './own-tag.js'

export interface ArmBuild {
  host: LaunchHost
  plan: Plan
  arm: Arm
  /** The folder of bare mirrors. */
  mirrors: string
  forgeUrl?: string | undefined
  signal: AbortSignal
}

/**
 * Sees to it that the image of one arm is on the host, and tells what it is. Built from the tree of the arm's
 * commit with that commit's own Dockerfile; an image whose labels say that it is the same is not built again.
 * With `--skip-build` the named image is taken as it is.
 *
 * @throws BuildFailed, with the tail of the log, BuildRefused, ImageMissing, git's errors
 */
export async function buildArmImage(build: ArmBuild): Promise<BuiltImage> {
  const started = performance.now()
  const { id, tag, built, baseImageId, log } = await imageOf(build)
  const { host, arm } = build
  return {
    arm,
    host: host.name,
    id,
    tag,
    baseImageId,
    built,
    seconds: (performance.now() - started) / 1000,
    probed: await probeImage(build, id),
    log,
  }
}

type ImageOrigin = Pick<BuiltImage, 'id' | 'tag' | 'built' | 'baseImageId' | 'log'>

async function imageOf(build: ArmBuild): Promise<ImageOrigin> {
  const { host, plan, arm } = build
  const { tag: wanted, sha } = plan.images[arm]
  if (sha === undefined) {
    const [image] = await requireImages(host.engine, [wanted])
    if (image === undefined) throw new Error(`image ${wanted} disappeared during the check`)
    return {
      id: image.id,
      tag: wanted,
      built: false,
      baseImageId: image.labels['prbench.base'] ?? '',
      log: '',
    }
  }

  const log = await openBuildLog(build)
  try {
    const base = await baseImageOnHost(host.engine, plan.images[arm].baseImage, {
      onLine: (line) => {
        // A log that cannot be written says so when it is closed.
        log.block.write(line).catch(() => undefined)
      },
      signal: build.signal,
      deadlineMs: imageDeadline(plan, 'pullDeadlineSeconds') * 1000,
    })
    const source = await openBuildSource(build, sha, base.tag)
    const labels = imageLabels(plan, sha, base.id, source)
    const tag = await ownTag(host.engine, wanted, repositoryKeyOf(plan))
    const known = await findImageByLabels(host.engine, labels)
    if (known !== undefined) {
      if ((await inspectImage(host.engine, tag))?.id !== known.id) await tagImage(host.engine, known.id, tag)
      return { id: known.id, tag, built: false, baseImageId: base.id, log: log.name }
    }
    const { imageId } = await buildImage({
      engine: host.engine,
      context: source.openContext(),
      dockerfile: source.dockerfile,
      buildArguments: source.build.arguments,
      ...(source.build.target === undefined ? {} : { target: source.build.target }),
      // A pull request's build must not write into cache mounts that main's builds read.
      ...(arm === 'main' ? {} : { cacheNamespace: plan.comparison }),
      labels,
      tag,
      onLog: (line) => log.block.write(line),
      signal: build.signal,
      deadlineMs: imageDeadline(plan, 'buildDeadlineSeconds') * 1000,
    })
    return { id: imageId, tag, built: true, baseImageId: base.id, log: log.name }
  } finally {
    await log.block.close()
  }
}

async function openBuildLog({ host, plan, arm }: ArmBuild): Promise<{ block: LogBlock; name: string }> {
  const name = buildLogPath(arm)
  const seen = await holdsRun(plan.runDirectory, plan.run)
  const path = seen ? join(plan.runDirectory, name) : join(host.logs, plan.run, name)
  const block = await LogBlock.open(path, await logSize(path))
  return { block, name: seen ? name : `${host.name}:${path}` }
}
