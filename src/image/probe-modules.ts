import type { BuiltImage } from '../comparison/image.js'
import { gsm8kModules } from '../engines/sglang/gsm8k-command.js'
import { firstModule, moduleProbeCommand } from '../engines/sglang/module-probe.js'
import { oneBatchModules } from '../engines/sglang/one-batch-command.js'
import { servingModules } from '../engines/sglang/serving-command.js'
import type { ArmBuild } from './build-arm-image.js'
import { probeServing } from './probe-serving.js'
import { runProbe } from './run-probe.js'

/**
 * Which names an image's SGLang has its benchmarks under; they have moved between versions. One container that
 * imports nothing answers for all of them. What drives the servers of both arms comes from main's image, so that one
 * alone is asked what its load generator takes, where the plan has a stage that needs it.
 */
export async function probeModules(
  build: ArmBuild,
  imageId: string,
): Promise<Pick<BuiltImage, 'oneBatchModule' | 'serving' | 'servingProblem' | 'gsm8kModule'>> {
  const candidates = [...oneBatchModules, ...servingModules, ...gsm8kModules]
  const { output } = await runProbe(build, imageId, {
    name: 'probe',
    command: moduleProbeCommand(candidates),
  })
  const oneBatchModule = firstModule(output, oneBatchModules) ?? null
  const drivesServers =
    build.arm === 'main' && build.plan.stages.some((stage) => stage.benchmarkType === 'online')
  if (!drivesServers) return { oneBatchModule }

  const gsm8kModule = firstModule(output, gsm8kModules)
  return {
    oneBatchModule,
    ...(await probeServing(build, imageId, firstModule(output, servingModules))),
    ...(gsm8kModule === undefined ? {} : { gsm8kModule }),
  }
}
