import { randomUUID } from 'node:crypto'
import { createServer, type ServerHttp2Stream } from 'node:http2'
import { Duplex } from 'node:stream'
import { dial } from './dial.js'
import type { Engine } from './engine.js'

/** The connection over which BuildKit asks its client for things while it builds. */
export interface BuildSession {
  readonly id: string
  /** Ends it. The Engine drops a build whose session is gone only with the build's own request. */
  close(): void
}

const healthCheck = '/grpc.health.v1.Health/Check'
/** gRPC frame (not compressed, two bytes) of the message HealthCheckResponse { status: SERVING }. */
const serving = Buffer.from([0, 0, 0, 0, 2, 0x08, 0x01])
const unimplemented = '12'

/**
 * Opens a session that offers BuildKit nothing: no registry credentials, no secrets, no SSH agent, no local
 * files. It answers the health check, without which the Engine drops a session after a few seconds, and
 * refuses every other call as unimplemented, which BuildKit takes for "anonymous". dockerode opens one of its
 * own, but gives no way to close it when a build is refused or given up.
 *
 * Protocol: POST /session upgrades to HTTP/2 with the Engine as the client, gRPC on top (moby/buildkit,
 * session).
 */
export async function openBuildSession(engine: Engine, signal?: AbortSignal): Promise<BuildSession> {
  const id = randomUUID()
  const request = {
    path: '/session',
    method: 'POST',
    hijack: true,
    headers: {
      Upgrade: 'h2c',
      'X-Docker-Expose-Session-Uuid': id,
      'X-Docker-Expose-Session-Name': 'prbench',
      'X-Docker-Expose-Session-Grpc-Method': healthCheck,
    },
    statusCodes: { 200: true, 500: 'server error' },
  }
  const socket = await engine.call('open a build session', () => dial(engine, request), { signal })
  if (!(socket instanceof Duplex)) throw new TypeError('the Engine did not open a build session')
  const server = createServer()
  server.on('stream', (stream, headers) => {
    answer(stream, headers[':path'] === healthCheck)
  })
  server.on('sessionError', () => undefined)
  socket.on('error', () => undefined)
  server.emit('connection', socket)
  return {
    id,
    close: () => {
      socket.destroy()
    },
  }
}

function answer(stream: ServerHttp2Stream, isHealthCheck: boolean): void {
  stream.on('error', () => undefined)
  stream.resume()
  const headers = { ':status': 200, 'content-type': 'application/grpc' }
  if (!isHealthCheck) {
    stream.respond({ ...headers, 'grpc-status': unimplemented }, { endStream: true })
    return
  }
  stream.respond(headers, { waitForTrailers: true })
  stream.on('wantTrailers', () => {
    stream.sendTrailers({ 'grpc-status': '0' })
  })
  stream.end(serving)
}
