import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from '@temporalio/client'
import { repositoryKey } from '../../e2e/repository-key.js'
import { startProgram, type Program } from '../../e2e/program.js'
import { watchCaseFiles } from './case-files.js'
import { openRoomEngine, type RoomEngine } from './engine.js'
import { recordEvents } from './engine-events.js'
import { packageFile } from './package-files.js'
import { makeBranches, type Branches } from './repository.js'
import { openRoomTemporal, type RoomTemporal } from './temporal.js'
import { roomWorker, type RoomWorker } from './workers.js'

/** Everything that a comparison needs, and nothing of it shared with anybody: it can all be broken. */
export interface Room {
  readonly folder: string
  readonly outputFolder: string
  readonly stateFolder: string
  readonly host: string
  readonly docker: RoomEngine
  readonly temporal: RoomTemporal
  readonly client: Client
  readonly gpuWorker: RoomWorker
  readonly controlWorker: RoomWorker
  readonly branches: Branches
  readonly events: ReturnType<typeof recordEvents>
  readonly caseFiles: ReturnType<typeof watchCaseFiles>
  /** The id under which a branch is compared with main begins so. */
  readonly idPrefix: string
  /** Starts `prbench`, which then runs beside the run. */
  readonly startPrbench: (args: readonly string[]) => Program
  /** Programs that are still running. */
  readonly running: () => string[]
  /** Ends all of it. Gives what was left, in words. */
  readonly close: () => Promise<string[]>
}

export async function openRoom(): Promise<Room> {
  const folder = await mkdtemp(join(tmpdir(), 'prbench-faults-'))
  const host = `faults-${randomUUID().slice(0, 8)}`
  const branches = await makeBranches(folder)
  const docker = await openRoomEngine(folder)
  const temporal = await openRoomTemporal(folder)
  const programs: Program[] = []
  const environment: NodeJS.ProcessEnv = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_'))),
    NO_COLOR: '1',
    DOCKER_HOST: `unix://${docker.connection.socketPath}`,
    PRBENCH_HOST: host,
    PRBENCH_DEVICES: host,
    PRBENCH_TEMPORAL_CLI: temporal.cli,
    TEMPORAL_ADDRESS: temporal.address,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_STATE_HOME: join(folder, 'state'),
  }
  const startPrbench = (args: readonly string[]): Program => {
    const command = [packageFile('dist/client/main.js'), ...args]
    const program = startProgram({ command: process.execPath, args: command, environment, folder })
    programs.push(program)
    return program
  }
  const stateFolder = join(folder, 'state', 'prbench')
  const gpuWorker = roomWorker('host', startPrbench)
  const controlWorker = roomWorker('control', startPrbench)
  const events = recordEvents(docker.daemon.engine)
  const caseFiles = watchCaseFiles(join(stateFolder, 'spool'))

  return {
    folder,
    outputFolder: join(folder, 'out'),
    stateFolder,
    host,
    docker,
    temporal,
    client: temporal.client,
    gpuWorker,
    controlWorker,
    branches,
    events,
    caseFiles,
    idPrefix: `compare/${repositoryKey(branches.path)}/`,
    startPrbench,
    running: () =>
      programs
        .filter((program) => !program.hasEnded())
        .map(({ pid }) => `process ${pid} of prbench still runs`),
    close: async () => {
      for (const program of programs) {
        if (program.hasEnded()) continue
        program.signal('SIGKILL')
        await program.ended
      }
      await events.close()
      await caseFiles.close()
      await temporal.close()
      const left = await docker.close()
      await rm(folder, { recursive: true, maxRetries: 5, retryDelay: 500 })
      return left
    },
  }
}
