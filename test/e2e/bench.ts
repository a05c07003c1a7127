import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest'
import { connectEngine } from '../../src/docker/engine.js'
import type { ComparisonStatus } from '../../src/comparison/status.js'
import { recordStarts, type ContainerStart, type StartRecorder } from './container-starts.js'
import { finishedRuns, type FinishedRun } from './finished-runs.js'
import { pauseContainer } from './pause-container.js'
import { takePlace } from './place.js'
import { repositoryKey } from './repository-key.js'
import {
  endWorkflows,
  imagesBuiltTwice,
  isOf,
  killProcessesOf,
  removeFromDocker,
  removeImagesOf,
} from './leftovers.js'
import { startProgram, type Finished, type Program } from './program.js'
import { until } from './waiting.js'

const mainFile = fileURLToPath(new URL('../../dist/client/main.js', import.meta.url))
const recipes = fileURLToPath(new URL('./recipes/', import.meta.url))

/** A recipe of the tests by its name. */
const recipeFile = (name: string) => join(recipes, `${name}.yaml`)

/** temporal.api.enums.v1.PendingActivityState */
const activityStarted = 2

export interface BenchOptions {
  /** `tests`: the test run's own Temporal server is configured. `none`: no server is, as on a new machine. */
  server?: 'tests' | 'none'
}

/**
 * A place to run prbench as a person would: a state folder, an output folder, workers and clients that are
 * real processes. After each test no process, container, network, volume, superfluous image or open workflow
 * of it is left, or it fails.
 */
export function useBench({ server = 'tests' }: BenchOptions = {}) {
  const { address, cli } = inject('temporal')
  const engine = connectEngine()
  let connection: Connection
  let client: Client
  let place: Awaited<ReturnType<typeof takePlace>>
  let shared = ''
  let folder = ''
  let host = ''
  let programs: Program[] = []
  let keys = new Set<string>()
  let recorder: StartRecorder | undefined

  beforeAll(async () => {
    place = await takePlace()
    shared = repositoryKey(place.repository)
    connection = await Connection.connect({ address })
    client = new Client({ connection, namespace: place.namespace })
  })
  afterAll(async () => {
    await connection.close()
    await place.leave()
  })

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prbench-test-'))
    host = `test-${randomUUID().slice(0, 8)}`
    programs = []
    keys = new Set([shared])
    recorder = undefined
  })

  afterEach(async () => {
    recorder?.close()
    const workflows = await endWorkflows(client)
    for (const program of programs) await endProgram(program)
    const processes = killProcessesOf(folder)
    const docker = await removeFromDocker(engine, keys)
    const twice = await imagesBuiltTwice(engine, keys)
    for (const key of keys) if (key !== shared) await removeImagesOf(engine, key)
    await rm(folder, { recursive: true, force: true })

    const left = { workflows, processes, docker, twice }
    expect(left).toEqual({ workflows: [], processes: [], docker: [], twice: [] })
  })

  /** What configures prbench on this machine must not reach the tests. */
  const environment = (): NodeJS.ProcessEnv => ({
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_'))),
    NO_COLOR: '1',
    PRBENCH_HOST: host,
    // Beside the workers of the machine, also where it has GPUs.
    PRBENCH_DEVICES: host,
    PRBENCH_TEMPORAL_CLI: cli,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_STATE_HOME: join(folder, 'state'),
    // A server on localhost:7233 does not have that namespace, so it counts as none.
    ...(server === 'tests'
      ? { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: place.namespace }
      : { TEMPORAL_NAMESPACE: 'prbench-test' }),
  })

  function start(command: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Program {
    const program = startProgram({ command, args, environment: { ...environment(), ...more }, folder })
    programs.push(program)
    return program
  }

  const outputFolder = () => join(folder, 'out')

  /** Starts `prbench`, which then runs beside the test. */
  const startPrbench = (args: readonly string[], more?: NodeJS.ProcessEnv) =>
    start(process.execPath, [mainFile, ...args], more)

  return {
    engine,
    client: () => client,
    folder: () => folder,
    outputFolder,
    stateFolder: () => join(folder, 'state', 'prbench'),
    host: () => host,
    repository: () => place.repository,
    recipeFile,
    startPrbench,

    /** Starts a worker of all roles on the test's host, and waits until it polls. */
    async startWorker(): Promise<Program> {
      const worker = startPrbench(['worker', '--host', host, '--output-dir', outputFolder()])
      await until('the worker was ready', () => worker.stderr().includes('is ready for'))
      return worker
    },

    /** Runs `prbench` to its end. */
    prbench: (args: readonly string[], more?: NodeJS.ProcessEnv): Promise<Finished> =>
      startPrbench(args, more).ended,

    /** Runs the real Temporal CLI to its end, in the namespace of the tests. */
    temporal: (args: readonly string[]): Promise<Finished> =>
      start(cli, [...args, '--address', address]).ended,

    /** What `prbench compare` needs to be quick in a test. */
    compareArguments(pullRequest: number, recipe: string, more: readonly string[] = []): string[] {
      return [
        'compare',
        ...['--repo', place.repository, '--pr', String(pullRequest)],
        ...['--models', recipe, '--recipe', recipeFile(recipe)],
        ...['--output-dir', outputFolder(), '--host', host, '--pairs', '1', '--json'],
        ...more,
      ]
    },

    /** The id under which a pull request of the tests' repository is compared. */
    comparison: (pullRequest: number | string) => `compare/${shared}/${pullRequest}`,

    /** What the comparison of a pull request of the tests' repository answers to the query `status`. */
    status: (pullRequest: number): Promise<ComparisonStatus> =>
      client.workflow.getHandle(`compare/${shared}/${pullRequest}`).query('status'),

    /** Waits until a worker goes on with a stage's pair that another one has begun. */
    takenUpAgain: (pullRequest: number, stage: string): Promise<boolean> =>
      until('the pair was taken up again', async () => {
        const handle = client.workflow.getHandle(`compare/${shared}/${pullRequest}/bench/${stage}`)
        const [activity] = (await handle.describe()).raw.pendingActivities ?? []
        return Number(activity?.attempt) > 1 && Number(activity?.state) === activityStarted
      }),

    /** Counts a repository as the test's own: what is made for it must not stay. Gives its key. */
    own(path: string): string {
      const key = repositoryKey(path)
      keys.add(key)
      return key
    },

    /** A copy of the tests' repository that a test may change. */
    async copyRepository(): Promise<string> {
      const copy = join(folder, 'repository')
      await cp(place.repository, copy, { recursive: true })
      keys.add(repositoryKey(copy))
      return copy
    },

    /** The run directories that there are, the oldest first. */
    runs: () => finishedRuns(outputFolder()),

    /** The one run directory that there is. */
    async run(): Promise<FinishedRun> {
      const [run, ...others] = await finishedRuns(outputFolder())
      expect(others).toEqual([])
      if (run === undefined) throw new Error('there is no run directory')
      return run
    },

    /**
     * Waits for the start of a container of the test, and holds it, so that nothing ends before the test is
     * done with it, however slow the machine is. `recordStarts` goes before. Gives what lets it go on.
     */
    async hold(which: (start: ContainerStart, index: number) => boolean = () => true) {
      const { container: name } = await until('it was started', () => recorder?.starts().find(which))
      const container = engine.docker.getContainer(name)
      await pauseContainer(container)
      return () => container.unpause()
    },

    /** Notes from now on which containers are started for the test. */
    async recordStarts(): Promise<StartRecorder> {
      recorder = await recordStarts(engine, (comparison) => isOf(keys, comparison))
      return recorder
    },
  }
}

/**
 * Workers and clients end by themselves when they are asked to. One that does not is left, and found later.
 */
async function endProgram(program: Program): Promise<void> {
  if (program.hasEnded()) return
  program.signal('SIGTERM')
  await Promise.race([program.ended.catch(() => undefined), sleep(20_000, undefined, { ref: false })])
}
