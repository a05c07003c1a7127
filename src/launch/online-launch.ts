import type { LaunchResult, ProcessRecord } from '../comparison/launch.js'
import type { OnlineStagePlan } from '../comparison/plan.js'
import { requireDataset } from '../engines/sglang/serving-command.js'
import { refuseUnreliableHost } from '../host/host-unreliable.js'
import { afterKernelBuilds, endOfRepeating } from './kernel-builds.js'
import { killedReason } from './killed-from-outside.js'
import { launchTemplate } from '../host/launch-container.js'
import type { Launch } from './launch.js'
import { closeLaunchNetwork, openLaunchNetwork } from './launch-network.js'
import type { OnlineSession } from './online-session.js'
import { casesGivenUp, unfinishedCases } from './process-history.js'
import { runServer } from './run-server.js'

/** A stage that cannot be measured with these images at all. */
export class StageUnmeasurable extends Error {
  override readonly name = 'StageUnmeasurable'
}

/**
 * Measures every online case of the stage once, on one server: it is started, warmed up, put under each load in
 * turn, asked for its accuracy where the stage wants that, and stopped. What is finished is in the launch's spool:
 * after an interruption a server and a client that still run are adopted, those that ended meanwhile are read, and
 * only where a server died the cases that are left get another one. A launch of which somebody killed a container is
 * void and ends there.
 *
 * @throws StageUnmeasurable, NoDatasetError, ModelMissing, or what the Docker Engine refused; the reason of the launch's signal
 */
export async function runOnlineLaunch(launch: Launch<OnlineStagePlan>): Promise<LaunchResult> {
  const { stage, spool, host } = launch
  const startedAt = await spool.startedAt(new Date())
  const session = await openSession(launch)
  for (;;) {
    const finished = await spool.finishedCases()
    const ended = await spool.endedProcesses()
    for (const givenUp of casesGivenUp(unfinishedCases(stage.cases, finished), ended, 'server')) {
      await spool.saveCase(givenUp)
      finished.set(givenUp.case, givenUp)
    }
    const number = ended.length
    const decided = await spool.plannedProcess(number)
    const unfinished = unfinishedCases(stage.cases, finished)
    const isVoid = killedReason([...ended, ...(await spool.failedClients())]) !== undefined
    const isMeasured = unfinished.length === 0 && !(await wasAccuracyLost(launch, ended))
    if ((isMeasured || isVoid) && decided === undefined) break
    refuseUnreliableHost(host, ended)
    const names = decided?.cases ?? unfinished.map((entry) => entry.name)
    if (decided === undefined) await spool.savePlanned({ process: number, cases: names })
    await runServer(
      session,
      number,
      stage.cases.filter((entry) => names.includes(entry.name)),
    )
  }
  await closeLaunchNetwork(launch)
  return launchResult(launch, startedAt)
}

/** Whether the Engine went away while the last server was asked for its accuracy: another one is, then. */
async function wasAccuracyLost(
  { stage, order, spool }: Launch<OnlineStagePlan>,
  ended: readonly ProcessRecord[],
): Promise<boolean> {
  if (stage.accuracy === undefined || order.pair !== 1 || ended.at(-1)?.ending !== 'lost') return false
  return (await spool.accuracyRuns()).length < stage.accuracy.repeats
}

/** Starts a server, sends it its unmeasured requests and stops it, for the kernels that it compiles. Gives how it ended. */
export async function primeOnline(launch: Launch<OnlineStagePlan>): Promise<ProcessRecord | undefined> {
  const { stage, spool } = launch
  if ((await spool.endedProcesses()).length === 0) await runServer(await openSession(launch), 0, stage.cases)
  await closeLaunchNetwork(launch)
  return (await spool.endedProcesses())[0]
}

async function openSession(launch: Launch<OnlineStagePlan>): Promise<OnlineSession> {
  const { order, stage, host, arm, position } = launch
  const driver = order.images.main
  const recipe = stage.recipe.online
  if (recipe === undefined) throw new StageUnmeasurable(`the recipe of ${stage.model} has no online section`)
  if (driver.serving === undefined) {
    throw new StageUnmeasurable(driver.servingProblem ?? "main's image has no load generator")
  }
  requireDataset(driver.serving.module, driver.serving.datasets, recipe.dataset)
  return {
    launch,
    recipe,
    driver,
    serving: driver.serving,
    template: await launchTemplate(stage.recipe, host),
    network: await openLaunchNetwork(launch),
    report: async ({ server, container, case: name }) => {
      launch.onProgress({
        arm,
        position,
        process: server,
        casesDone: (await launch.spool.finishedCases()).size,
        cases: stage.cases.length,
        container,
        ...(name === undefined ? {} : { case: name }),
      })
    },
  }
}

async function launchResult(launch: Launch<OnlineStagePlan>, startedAt: string): Promise<LaunchResult> {
  const { stage, spool, arm, position, log } = launch
  const [finished, ended, failedClients, accuracy] = await Promise.all([
    spool.finishedCases(),
    spool.endedProcesses(),
    spool.failedClients(),
    spool.accuracyRuns(),
  ])
  const { cases, voidReason: disturbance } = afterKernelBuilds(
    stage.cases.flatMap((entry) => finished.get(entry.name) ?? []),
    await endOfRepeating(launch),
  )
  const voidReason = killedReason([...ended, ...failedClients]) ?? disturbance
  return {
    arm,
    position,
    startedAt,
    finishedAt: ended.at(-1)?.finishedAt ?? new Date().toISOString(),
    cases: [...cases],
    processes: [...ended, ...failedClients],
    ...(accuracy.length === 0 ? {} : { accuracy }),
    log: log.name,
    ...(voidReason === undefined ? {} : { voidReason }),
  }
}
