import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { findTemporalCli } from '../../../src/client/embedded/temporal-cli.js'
import { startTemporal, type RunningTemporal } from '../../e2e/temporal-server.js'

/** A Temporal server whose database outlives it, always on the same port. */
export interface RoomTemporal {
  readonly address: string
  readonly cli: string
  readonly client: Client
  readonly start: () => Promise<void>
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>
  readonly close: () => Promise<void>
}

export async function openRoomTemporal(folder: string): Promise<RoomTemporal> {
  const cli = await findTemporalCli()
  const database = join(folder, 'temporal.sqlite')
  let server: RunningTemporal | undefined = await startTemporal({ cli, folder, database })
  const { where, port } = server
  // Lazily: it is to outlive the server's absences.
  const connection = Connection.lazy({ address: where.address })
  return {
    address: where.address,
    cli,
    client: new Client({ connection }),
    start: async () => {
      server = await startTemporal({ cli, folder, database, port })
    },
    end: async (signal) => {
      const running = server
      server = undefined
      await running?.stop(signal)
    },
    close: async () => {
      await connection.close()
      await server?.stop('SIGTERM')
    },
  }
}
