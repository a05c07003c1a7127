import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { openFaultyEngine, type FaultyEngine } from '../../../src/docker/faulty-engine.fixture.js'
import { openOwnDaemon, type OwnDaemon } from '../../../src/docker/own-daemon.fixture.js'
import { packageFile } from './package-files.js'

const baseImage = 'prbench/demo-base:rocm630'

/** A Docker Engine of the room's own with the demo's base image, and the connection of prbench to it. */
export interface RoomEngine {
  readonly daemon: OwnDaemon
  readonly connection: FaultyEngine
  readonly close: () => Promise<string[]>
}

export async function openRoomEngine(folder: string): Promise<RoomEngine> {
  const home = join(folder, 'docker')
  await mkdir(home, { recursive: true })
  const daemon = await openOwnDaemon(home, { liveRestore: true })
  try {
    await daemon.start()
    await execa(packageFile('demo', 'make-base-image.sh'))
    const own = ['--host', `unix://${daemon.socketPath}`, 'load']
    await execa('docker', ['save', baseImage], { buffer: false }).pipe('docker', own)
    const connection = await openFaultyEngine(daemon.socketPath)
    return {
      daemon,
      connection,
      close: async () => {
        await connection.close()
        return daemon.close()
      },
    }
  } catch (error) {
    await daemon.close()
    throw error
  }
}
