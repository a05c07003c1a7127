import type { LaunchResult, ProcessRecord } from '../comparison/launch.js'
import type { OfflineStagePlan } from '../comparison/plan.js'
import { planProcesses } from '../engines/sglang/one-batch-process.js'
import { refuseUnreliableHost } from '../host/host-unreliable.js'
import { afterKernelBuilds, endOfRepeating } from './kernel-builds.js'
import { killedReason } from './killed-from-outside.js'
import type { Launch } from './launch.js'
import { launchTemplate } from '../host/launch-container.js'
import { runOfflineProcess } from './offline-process.js'
import { casesGivenUp, unfinishedCases } from './process-history.js'

/**
 * Measures every offline case of the stage once, in as few processes as their flags allow. What is finished is
 * in the launch's spool, so that a launch that was interrupted goes on where it was: a process that still runs
 * is adopted, one that ended meanwhile is read, and only the cases that are left get a process of their own. A launch of
 * which somebody killed a container is void and ends there.
 *
 * @throws ModelMissing, or what the Docker Engine refused; the reason of the launch's signal
 */
export async function runOfflineLaunch(launch: Launch<OfflineStagePlan>): Promise<LaunchResult> {
  const { stage, spool, arm, position } = launch
  const template = await launchTemplate(stage.recipe, launch.host)
  const startedAt = await spool.startedAt(new Date())

  for (;;) {
    const finished = await spool.finishedCases()
    const ended = await spool.endedProcesses()
    for (const givenUp of casesGivenUp(unfinishedCases(stage.cases, finished), ended)) {
      await spool.saveCase(givenUp)
      finished.set(givenUp.case, givenUp)
    }
    const unfinished = unfinishedCases(stage.cases, finished)
    const next = planProcesses(unfinished, { isolate: stage.isolateCases, passes: stage.passes })[0]
    const killed = killedReason(ended)
    if (next === undefined || killed !== undefined) {
      const { cases, voidReason: disturbance } = afterKernelBuilds(
        stage.cases.flatMap((entry) => finished.get(entry.name) ?? []),
        await endOfRepeating(launch),
      )
      const voidReason = killed ?? disturbance
      return {
        arm,
        position,
        startedAt,
        finishedAt: ended.at(-1)?.finishedAt ?? new Date().toISOString(),
        cases: [...cases],
        processes: ended,
        log: launch.log.name,
        ...(voidReason === undefined ? {} : { voidReason }),
      }
    }
    refuseUnreliableHost(launch.host, ended)
    await runOfflineProcess(launch, template, {
      number: ended.length,
      process: next,
      casesDone: finished.size,
    })
  }
}

/**
 * Runs the first process of an offline stage, for the kernels that it compiles and not for its numbers. Gives how it
 * ended; the others share nearly all of its kernels, and warm up in their own first pass.
 */
export async function primeOffline(launch: Launch<OfflineStagePlan>): Promise<ProcessRecord | undefined> {
  const { stage, spool } = launch
  const [ended] = await spool.endedProcesses()
  if (ended !== undefined) return ended
  const [first] = planProcesses(stage.cases, { isolate: stage.isolateCases, passes: stage.passes })
  if (first === undefined) return undefined
  const template = await launchTemplate(stage.recipe, launch.host)
  await runOfflineProcess(launch, template, { number: 0, process: first, casesDone: 0 })
  return (await spool.endedProcesses())[0]
}
