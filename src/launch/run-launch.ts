import type { LaunchResult, ProcessRecord } from '../comparison/launch.js'
import { withOverload } from '../engines/overload.js'
import { refuseUnreliableHost } from '../host/host-unreliable.js'
import { afterKernelBuilds, endOfRepeating } from './kernel-builds.js'
import { killedReason } from './killed-from-outside.js'
import type { Launch } from './launch.js'
import { closeLaunchNetwork } from './launch-network.js'
import { openSession, type LaunchSession } from './launch-session.js'
import { casesGivenUp, unfinishedCases } from './process-history.js'
import { runMeasuringProcess } from './run-measuring-process.js'
import { runServer } from './run-server.js'

/**
 * Measures every case of the stage once, in as few processes as their engine can. What is finished is in the
 * launch's spool, so that a launch that was interrupted goes on where it was: processes that still run are
 * adopted, those that ended meanwhile are read, and only the cases that are left get a process of their own.
 * A launch of which somebody killed a container is void and ends there.
 *
 * @throws StageUnmeasurable, ModelMissing, HostUnreliable, or what the Docker Engine refused; the reason of
 * the launch's signal
 */
export async function runLaunch(launch: Launch): Promise<LaunchResult> {
  const { stage, spool, host } = launch
  const startedAt = await spool.startedAt(new Date())
  const session = await openSession(launch)
  for (;;) {
    const finished = await spool.finishedCases()
    const ended = await spool.endedProcesses()
    for (const givenUp of casesGivenUp(unfinishedCases(stage.cases, finished), ended)) {
      await spool.saveCase(givenUp)
      finished.set(givenUp.case, givenUp)
    }
    const number = ended.length
    // It may have finished cases since its container was made.
    const decided = await spool.plannedProcess(number)
    const unfinished = unfinishedCases(stage.cases, finished)
    const isVoid = killedReason([...ended, ...(await spool.failedClients())]) !== undefined
    const isMeasured = unfinished.length === 0 && !(await wasAccuracyLost(launch, ended))
    if ((isMeasured || isVoid) && decided === undefined) break
    refuseUnreliableHost(host, ended)
    await runProcess(session, number, decided?.cases ?? unfinished.map(({ name }) => name))
  }
  await closeLaunchNetwork(launch)
  return launchResult(launch, startedAt)
}

/**
 * Runs the first process of a stage, for the kernels that it compiles and not for its numbers. Gives how it
 * ended; the others share nearly all of its kernels, and warm up by themselves.
 */
export async function primeLaunch(launch: Launch): Promise<ProcessRecord | undefined> {
  const { stage, spool } = launch
  if ((await spool.endedProcesses()).length === 0) {
    await runProcess(
      await openSession(launch),
      0,
      stage.cases.map(({ name }) => name),
    )
  }
  await closeLaunchNetwork(launch)
  return (await spool.endedProcesses())[0]
}

async function runProcess(session: LaunchSession, number: number, cases: readonly string[]): Promise<void> {
  const process = session.processFor(cases)
  const { spool } = session.launch
  // Decided once: an attempt that takes a process over changes nothing of it.
  if ((await spool.plannedProcess(number)) === undefined)
    await spool.savePlanned({ process: number, cases: [...process.cases] })
  if (process.kind === 'measuring') await runMeasuringProcess(session, number, process)
  else await runServer(session, number, process)
}

/** Whether the Engine went away while the last server was asked for its accuracy: another one is, then. */
async function wasAccuracyLost(
  { stage: { accuracy }, order, spool }: Launch,
  ended: readonly ProcessRecord[],
): Promise<boolean> {
  if (accuracy === undefined || order.pair !== 1 || ended.at(-1)?.ending !== 'lost') return false
  return (await spool.accuracyRuns()).length < accuracy.repeats
}

async function launchResult(launch: Launch, startedAt: string): Promise<LaunchResult> {
  const { stage, spool, arm, position, log } = launch
  const [finished, ended, failedClients, accuracy] = await Promise.all([
    spool.finishedCases(),
    spool.endedProcesses(),
    spool.failedClients(),
    spool.accuracyRuns(),
  ])
  const { cases, voidReason: disturbance } = afterKernelBuilds(
    withOverload(stage.cases.flatMap(({ name }) => finished.get(name) ?? [])),
    await endOfRepeating(launch),
  )
  const processes = [...ended, ...failedClients]
  const voidReason = killedReason(processes) ?? disturbance
  return {
    arm,
    position,
    startedAt,
    finishedAt: ended.at(-1)?.finishedAt ?? new Date().toISOString(),
    cases: [...cases],
    processes,
    ...(accuracy.length === 0 ? {} : { accuracy }),
    log: log.name,
    ...(voidReason === undefined ? {} : { voidReason }),
  }
}
