import { containerName, type ContainerIdentity } from '../docker/container-identity.js'
import { removeContainer } from '../docker/containers.js'
import { ContainerEnded } from '../docker/errors.js'
import { runContainer } from '../docker/run-container.js'
import type { ImageProbe, ProbeAnswer } from '../engines/definition.js'
import type { ArmBuild } from './build-arm-image.js'
import { imageDeadline } from './image-deadline.js'

const gibibyte = 1024 ** 3

/**
 * Runs a short program in an image, closed off from every network. Gives its output, both streams, and exit
 * code.
 *
 * @throws ContainerEnded, where it was killed by something else or ended with the Engine away; it can be run
 * again
 */
export async function runProbe(
  { host, plan, arm, signal }: ArmBuild,
  imageId: string,
  { name, command, imports = false }: ImageProbe,
): Promise<ProbeAnswer> {
  const identity: ContainerIdentity = {
    comparisonId: plan.comparison,
    comparisonRunId: plan.run,
    host: host.name,
    stage: 'probe',
    generation: 1,
    pair: 0,
    attempt: 1,
    arm,
    // An arm has an image for each GPU architecture.
    process: `${name} ${imageId.slice(7, 19)}`,
  }
  const lines: string[] = []
  const { exitCode, killedFromOutside, lostWithEngine } = await runContainer({
    engine: host.engine,
    identity,
    spec: {
      imageId,
      command,
      mounts: [],
      network: 'none',
      memoryBytes: imports ? Math.min(16 * gibibyte, host.memoryBytes) : gibibyte,
      pids: imports ? 4096 : 256,
      shmBytes: 64 * 1024 ** 2,
      // A line for each file of an engine is a few hundred thousand bytes.
      logMaxBytes: 16 * 1024 ** 2,
      deadlineSeconds: Math.ceil(imageDeadline(plan, 'probeDeadlineSeconds')),
      ...(imports ? host.gpus.profile : { environment: {} }),
    },
    signal,
    onLines: (printed) => {
      if (!printed.isKept) return
      for (const { text } of printed) lines.push(text)
    },
  })
  const container = containerName(identity)
  await removeContainer(host.engine, container)
  if (exitCode !== 0 && killedFromOutside) throw new ContainerEnded(container, 'was killed by something else')
  // Also with exit code 0: what it had printed may be lost, and would then say that something is not in the
  // image.
  if (lostWithEngine) throw new ContainerEnded(container, 'was lost when Docker stopped')
  return { output: lines.join('\n'), exitCode }
}
