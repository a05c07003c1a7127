import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from '@temporalio/client'
import { searchAttributes } from '../../src/comparison/search-attributes.js'

/** Where the server of a test run answers. */
export interface TestTemporal {
  address: string
  cli: string
}

export interface TemporalStart {
  cli: string
  folder: string
  /** The SQLite file that outlives it; without one it keeps all in memory. */
  database?: string
  /** A free one unless it is named. */
  port?: number
  /** Beside the default one. */
  namespaces?: readonly string[]
  /** Ours, unless others are given. */
  attributes?: Readonly<Record<string, string>>
}

export interface RunningTemporal {
  where: TestTemporal
  pid: number
  port: number
  stop: (signal?: 'SIGTERM' | 'SIGKILL') => Promise<void>
}

/** A Temporal server of the tests' own on the loopback interface. */
export async function startTemporal({
  cli,
  folder,
  database,
  namespaces = [],
  attributes = searchAttributes,
  ...start
}: TemporalStart): Promise<RunningTemporal> {
  const port = start.port ?? (await freePort())
  const storage = database === undefined ? [] : ['--db-filename', database]
  const address = `127.0.0.1:${port}`
  const log = openSync(join(folder, 'temporal.log'), 'a')
  const registered = Object.entries(attributes).flatMap(([name, type]) => [
    '--search-attribute',
    `${name}=${type}`,
  ])
  const server = spawn(
    cli,
    [
      'server',
      'start-dev',
      '--headless',
      '--ip',
      '127.0.0.1',
      '--port',
      String(port),
      ...storage,
      ...namespaces.flatMap((namespace) => ['--namespace', namespace]),
      ...registered,
    ],
    { stdio: ['ignore', log, log] },
  )
  closeSync(log)
  await untilAnswering(address)
  return {
    where: { address, cli },
    pid: server.pid ?? 0,
    port,
    stop: async (signal = 'SIGTERM') => {
      const ended = once(server, 'exit')
      server.kill(signal)
      await ended
    },
  }
}

async function untilAnswering(address: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: '1s' })
      await connection.workflowService.describeNamespace({ namespace: 'default' })
      await connection.close()
      return
    } catch (error) {
      if (tries === 60) throw error
      await sleep(500)
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
