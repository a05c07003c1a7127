import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connectEngine, type Engine } from './engine.js'

/** An Engine behind a connection that tests can break. */
export interface FaultyEngine {
  readonly engine: Engine
  /** Where the connection that can be broken is to be had. */
  readonly socketPath: string
  /** Breaks all connections, and refuses new ones for so long. */
  readonly cut: (milliseconds: number) => void
  /**
   * From now on a connection whose request holds `text` carries no more than `bytes` of the answer, without
   * ending.
   */
  readonly freeze: (text: string, bytes: number) => void
  /** For so long all connections, new ones too, carry nothing, without ending. */
  readonly stall: (milliseconds: number) => Promise<void>
  readonly close: () => Promise<void>
}

export async function openFaultyEngine(socketPath = '/var/run/docker.sock'): Promise<FaultyEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'prbench-proxy-'))
  const path = join(folder, 'docker.sock')
  const sockets = new Set<Socket>()
  let refusing = false
  let frozen: { text: string; bytes: number } | undefined
  let stalled = false

  const server = createServer((client) => {
    if (refusing) {
      client.destroy()
      return
    }
    const upstream = connect(socketPath)
    if (stalled) client.pause()
    let room = Infinity
    client.on('data', (data) => {
      if (frozen !== undefined && data.includes(frozen.text)) {
        room = frozen.bytes
        frozen = undefined
      }
      upstream.write(data)
    })
    upstream.on('data', (data) => {
      client.write(data.subarray(0, room))
      room = Math.max(0, room - data.length)
    })
    upstream.on('end', () => room > 0 && client.end())
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        if (socket === client || room > 0) other.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))

  return {
    engine: connectEngine({ socketPath: path }),
    socketPath: path,
    cut: (milliseconds) => {
      refusing = true
      for (const socket of sockets) socket.destroy()
      setTimeout(() => {
        refusing = false
      }, milliseconds)
    },
    freeze: (text, bytes) => {
      frozen = { text, bytes }
    },
    stall: async (milliseconds) => {
      stalled = true
      for (const socket of sockets) socket.pause()
      await delay(milliseconds)
      stalled = false
      for (const socket of sockets) socket.resume()
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true })
    },
  }
}
