import { arms, type Arm } from '../comparison/arm.js'
import type { Priming } from '../comparison/launch.js'
import type { Reason } from '../comparison/reason.js'
import { isInfrastructure } from '../docker/errors.js'
import { volumeCreatedAt } from '../docker/volumes.js'
import { jitMounts } from '../host/jit-cache.js'
import type { Launch } from './launch.js'
import { openLaunch, type PairRun } from './open-launch.js'
import { primeLaunch } from './run-launch.js'
import { isPrimed, readPrimingMark, writePrimingMark } from './priming-marks.js'

/**
 * Runs each arm's image once, unmeasured, where it is new on the host and the recipe keeps compiled kernels:
 * a cold build of them takes minutes, and would void the launch in which it happens. Kernels differ between
 * models and benchmark types, so that an image is run for each stage. Gives what was run for this pair, also
 * by an attempt before this one. That it failed is said and costs nothing else: the real launch will tell.
 */
export async function primeImages(run: PairRun): Promise<Priming[]> {
  const { order } = run
  if (order.stage.recipe.jit?.priming !== true) return []
  const primings: Priming[] = []
  for (const arm of distinctArms(order.images)) {
    run.signal.throwIfAborted()
    const priming = await primeWhereNew(run, arm)
    if (priming !== undefined) primings.push(priming)
  }
  return primings
}

function distinctArms(images: Record<Arm, { id: string }>): Arm[] {
  return images.main.id === images.pr.id ? ['main'] : [...arms]
}

async function primeWhereNew(run: PairRun, arm: Arm): Promise<Priming | undefined> {
  const { host, order } = run
  const { stage } = order
  const image = order.images[arm].id
  const place = { run: order.run, pair: order.pair, attempt: order.attempt }
  const mark = await readPrimingMark(host.primed, image, stage.name)
  if (isPrimed(mark, await volumesOf(run, image), order.run)) {
    const isOfThisPair = mark?.run === place.run && mark.pair === place.pair && mark.attempt === place.attempt
    return isOfThisPair ? mark.priming : undefined
  }
  const launch = await openPriming(run, arm)
  const startedAt = Date.parse(await launch.spool.startedAt(new Date()))
  const problem = await problemOf(launch)
  const priming: Priming = { arm, seconds: (Date.now() - startedAt) / 1000, problem }
  const volumes = await volumesOf(run, image)
  await writePrimingMark(host.primed, { image, stage: stage.name, volumes, ...place, priming })
  return priming
}

async function openPriming(run: PairRun, arm: Arm): Promise<Launch> {
  const onProgress: PairRun['onProgress'] = (progress) => {
    run.onProgress({
      ...progress,
      case: progress.case === undefined ? 'priming' : `priming, ${progress.case}`,
    })
  }
  return openLaunch({ ...run, onProgress }, arm, 1, 'priming')
}

/** Why the unmeasured launch came to nothing; null where it went well. */
async function problemOf(launch: Launch): Promise<Reason | null> {
  try {
    const record = await primeLaunch(launch)
    if (record === undefined || record.ending === 'complete') return null
    return { kind: 'process-ended', ending: record.ending, exitCode: record.exitCode }
  } catch (error) {
    launch.signal.throwIfAborted()
    if (isInfrastructure(error) || !(error instanceof Error)) throw error
    return { kind: 'text', text: error.message }
  }
}

async function volumesOf({ host, order }: PairRun, image: string): Promise<Record<string, string>> {
  const found = await Promise.all(
    jitMounts(order.stage.recipe, image).map(async ({ name }) => ({
      name,
      createdAt: await volumeCreatedAt(host.engine, name),
    })),
  )
  return Object.fromEntries(found.flatMap(({ name, createdAt }) => (createdAt ? [[name, createdAt]] : [])))
}
