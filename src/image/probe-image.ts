import type { BuiltImage } from '../comparison/image.js'
import type { ProbeAnswer } from '../engines/definition.js'
import { engineOfPlan } from './engine-of-plan.js'
import type { ArmBuild } from './build-arm-image.js'
import { runProbe } from './run-probe.js'

/**
 * What the engine has to know of an image, by its own probes. What drives the servers of both arms comes from
 * main's image, so that one alone is asked for it, where the plan has a stage that needs it.
 */
export async function probeImage(build: ArmBuild, imageId: string): Promise<BuiltImage['probed']> {
  const { probe } = engineOfPlan(build.plan).engine.image
  const drivesServers =
    build.arm === 'main' && build.plan.stages.some((stage) => stage.benchmarkType === 'online')
  const answers: ProbeAnswer[] = []
  for (;;) {
    const next = probe(answers, { drivesServers })
    if ('probed' in next) return next.probed
    answers.push(await runProbe(build, imageId, next))
  }
}
