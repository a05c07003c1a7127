import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectEngine, type Engine } from './engine.js'

/** An Engine behind a connection that tests can break. */
export interface FaultyEngine {
  readonly engine: Engine
  /** Breaks all connections, and refuses new ones for so long. */
  readonly cut: (milliseconds: number) => void
  /** From now on a connection whose request holds `text` carries no more than `bytes` of the answer, without ending. */
  readonly freeze: (text: string, bytes: number) => void
  readonly close: () => Promise<void>
}

export async function openFaultyEngine(socketPath = '/var/run/docker.sock'): Promise<FaultyEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'prbench-proxy-'))
  const path = join(folder, 'docker.sock')
  const sockets = new Set<Socket>()
  let refusing = false
  let frozen: { text: string; bytes: number } | undefined

  const server = createServer((client) => {
    if (refusing) {
      client.destroy()
      return
    }
    const upstream = connect(socketPath)
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
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true })
    },
  }
}
