import { containerName, type ContainerIdentity } from '../docker/container-identity.js'
import { removeContainer } from '../docker/containers.js'
import { runContainer } from '../docker/run-container.js'
import { firstModule, moduleProbeCommand } from '../sglang/module-probe.js'
import { oneBatchModules } from '../sglang/one-batch-command.js'
import type { ArmBuild } from './build-arm-image.js'

const gibibyte = 1024 ** 3

/**
 * Which names an image's SGLang has its benchmarks under; they have moved between versions. One container that
 * imports nothing answers for all of them.
 */
export async function probeModules(
  { host, plan, arm, signal }: ArmBuild,
  imageId: string,
): Promise<{ oneBatchModule: string | null }> {
  const identity: ContainerIdentity = {
    comparisonId: plan.comparison,
    comparisonRunId: plan.run,
    stage: 'probe',
    generation: 1,
    pair: 0,
    attempt: 1,
    arm,
    process: 'probe',
  }
  const lines: string[] = []
  await runContainer({
    engine: host.engine,
    identity,
    spec: {
      imageId,
      command: moduleProbeCommand(oneBatchModules),
      environment: {},
      mounts: [],
      tmpfs: {},
      network: 'none',
      memoryBytes: gibibyte,
      pids: 256,
      shmBytes: 64 * 1024 ** 2,
      logMaxBytes: 1024 ** 2,
      deadlineSeconds: 300,
    },
    signal,
    onLine: ({ text }) => void lines.push(text),
  })
  await removeContainer(host.engine, containerName(identity))
  return { oneBatchModule: firstModule(lines.join('\n'), oneBatchModules) ?? null }
}
