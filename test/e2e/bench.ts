import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import { execa } from 'execa'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest'
import { comparisonLabel } from '../../src/docker/container-identity.js'
import { listOurs } from '../../src/docker/containers.js'
import { connectEngine } from '../../src/docker/engine.js'
import { repositoryKey } from './global-setup.js'
import type { RunRecord } from '../../src/results/record.js'
import { readRecord } from '../../src/results/record-file.js'

const mainFile = fileURLToPath(new URL('../../dist/client/main.js', import.meta.url))
export const recipes = fileURLToPath(new URL('./recipes/', import.meta.url))

export interface Finished {
  exitCode: number
  stdout: string
  stderr: string
}

/**
 * A place to run prbench as a person would: a state folder, an output folder, workers that are real processes, the
 * tests' own Temporal server. After each test no worker, container or open workflow of it is left, or it fails.
 */
export function useBench() {
  const { address, cli } = inject('temporal')
  const key = repositoryKey(inject('repository'))
  const engine = connectEngine()
  let client: Client
  let connection: Connection
  let folder = ''
  let host = ''
  let workers: ChildProcess[] = []

  beforeAll(async () => {
    connection = await Connection.connect({ address })
    client = new Client({ connection })
  })
  afterAll(() => connection.close())

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prbench-test-'))
    host = `test-${randomUUID().slice(0, 8)}`
    workers = []
  })

  afterEach(async () => {
    const open: string[] = []
    for await (const { workflowId } of client.workflow.list({ query: 'ExecutionStatus = "Running"' })) {
      open.push(workflowId)
      await client.workflow.getHandle(workflowId).terminate('left by a test')
    }
    for (const worker of workers) await end(worker, 'SIGTERM')
    const containers = (await listOurs(engine, {})).filter(({ labels }) =>
      labels[comparisonLabel]?.includes(key),
    )
    await rm(folder, { recursive: true, force: true })

    expect(open, 'open workflows').toEqual([])
    expect(
      containers.map(({ name }) => name),
      'containers',
    ).toEqual([])
  })

  const environment = (): NodeJS.ProcessEnv => ({
    ...process.env,
    NO_COLOR: '1',
    TEMPORAL_ADDRESS: address,
    XDG_STATE_HOME: join(folder, 'state'),
  })

  return {
    engine,
    client: () => client,
    host: () => host,
    /** An id for a workflow of this test run. */
    workflowId: () => `compare/${key}/by-hand-${randomUUID()}`,
    folder: () => folder,
    outputFolder: () => join(folder, 'out'),

    /** Starts a worker of all roles on the test's host, and waits until it polls. */
    async startWorker(): Promise<ChildProcess> {
      const log = join(folder, `worker-${String(workers.length)}.log`)
      const file = openSync(log, 'a')
      const worker = spawn(
        process.execPath,
        [mainFile, 'worker', '--host', host, '--output-dir', join(folder, 'out')],
        { stdio: ['ignore', file, file], env: environment(), cwd: folder },
      )
      closeSync(file)
      workers.push(worker)
      await untilTrue(
        async () => (await readFile(log, 'utf8')).includes('is ready for'),
        'the worker is ready',
      )
      return worker
    },

    /** Ends a process by a signal and waits until it is gone. */
    end,

    /** Runs `prbench` to its end. */
    async prbench(args: readonly string[]): Promise<Finished> {
      return finished(
        await execa(process.execPath, [mainFile, ...args], {
          env: environment(),
          extendEnv: false,
          cwd: folder,
          reject: false,
        }),
      )
    },

    /** Runs the real Temporal CLI to its end. */
    async temporal(args: readonly string[]): Promise<Finished> {
      return finished(await execa(cli, [...args, '--address', address], { reject: false }))
    },

    /** What `prbench compare` needs to be quick in a test. */
    compareArguments(pullRequest: number, recipe: string, more: readonly string[] = []): string[] {
      return [
        'compare',
        ...['--repo', inject('repository'), '--pr', String(pullRequest)],
        ...['--models', recipe, '--recipe', join(recipes, `${recipe}.yaml`)],
        ...['--output-dir', join(folder, 'out'), '--host', host, '--pairs', '1', '--json'],
        ...more,
      ]
    },

    /** The one run directory that there is, and its record. */
    async run(): Promise<{ directory: string; record: RunRecord; read: (name: string) => Promise<string> }> {
      const names = await readdir(join(folder, 'out'))
      expect(names).toHaveLength(1)
      const directory = join(folder, 'out', names[0] ?? '')
      return {
        directory,
        record: await readRecord(directory),
        read: (name) => readFile(join(directory, name), 'utf8'),
      }
    },

    untilTrue,
  }
}

/** Waits until a condition holds, a minute at most. */
async function untilTrue(condition: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 60_000
  while (!(await condition().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`a minute went by before ${what}`)
    await sleep(100)
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

function finished(result: { exitCode?: number | undefined; stdout: string; stderr: string }): Finished {
  return { exitCode: result.exitCode ?? -1, stdout: result.stdout, stderr: result.stderr }
}
