import { randomUUID } from 'node:crypto'
import { importBaseImage, removeImages } from './base-image.fixture.js'
import { comparisonLabel, containerName, type ContainerIdentity } from './container-identity.js'
import type { ContainerSpec } from './container-spec.js'
import { removeContainer } from './containers.js'
import { connectEngine, type Engine } from './engine.js'
import type { LogLine } from './log-lines.js'
import { removeByLabels } from './remove-by-labels.js'
import { runContainer, type ContainerResult, type ContainerRun } from './run-container.js'

export interface RunChange extends Partial<Omit<ContainerRun, 'spec' | 'onLines'>> {
  readonly onLine?: (line: LogLine) => void | Promise<void>
  readonly spec?: Partial<ContainerSpec>
}

export interface TestRun {
  readonly result: ContainerResult
  readonly lines: readonly LogLine[]
  /** Those that are more than the log keeps. */
  readonly beyond: readonly LogLine[]
}

/** What tests on a real Engine share: a base image, a label on all they make, and a look at what is left. */
export interface TestEngine {
  readonly engine: Engine
  readonly label: Readonly<Record<string, string>>
  readonly baseTag: string
  readonly spec: (command: readonly string[], change?: Partial<ContainerSpec>) => ContainerSpec
  /** Another one with each call. */
  readonly identity: (change?: Partial<ContainerIdentity>) => ContainerIdentity
  /** Runs a container; `close` removes it if the test does not. */
  readonly run: (command: readonly string[], change?: RunChange) => Promise<TestRun>
  /**
   * Removes the base image and the containers of `run`. Gives the names of what else is left, and removes
   * that too.
   */
  readonly close: () => Promise<string[]>
}

/** @param files of this host that the base image holds besides */
export async function openTestEngine(
  address: { socketPath?: string } = {},
  files: readonly string[] = [],
): Promise<TestEngine> {
  const engine = connectEngine(address)
  const id = randomUUID()
  const label = { [comparisonLabel]: `test/${id}` }
  const baseTag = `prbench-test/base:${id}`
  const imageId = await importBaseImage(engine, baseTag, label, files)
  const made = new Set<string>()
  let identities = 0

  const spec: TestEngine['spec'] = (command, change = {}) => ({
    imageId,
    command,
    environment: {},
    mounts: [],
    network: 'none',
    memoryBytes: 256_000_000,
    pids: 64,
    shmBytes: 1_000_000,
    logMaxBytes: 100_000_000,
    deadlineSeconds: 60,
    ...change,
  })

  const identity: TestEngine['identity'] = (change = {}) => {
    identities += 1
    return {
      comparisonId: `test/${id}`,
      comparisonRunId: 'run',
      host: 'test-host',
      stage: 'stage',
      generation: 0,
      pair: identities,
      attempt: 0,
      arm: 'main',
      process: 'cases',
      ...change,
    }
  }

  return {
    engine,
    label,
    baseTag,
    spec,
    identity,
    run: async (command, { spec: specChange, onLine, identity: who = identity(), ...change } = {}) => {
      made.add(containerName(who))
      const lines: LogLine[] = []
      const beyond: LogLine[] = []
      const result = await runContainer({
        engine,
        identity: who,
        spec: spec(command, specChange),
        onLines: async (printed) => {
          // Where a line stands among those that came with it differs from reading to reading.
          for (const { stream, text, time } of printed) {
            const line = { stream, text, time }
            ;(printed.isKept ? lines : beyond).push(line)
            await onLine?.(line)
          }
        },
        ...change,
      })
      return { result, lines, beyond }
    },
    close: async () => {
      for (const name of made) await removeContainer(engine, name)
      await engine.docker.getImage(baseTag).remove({ force: true })
      return [...(await removeByLabels(engine, label)), ...(await removeImages(engine, label))]
    },
  }
}
