import { createServer } from 'node:net'

/** Above 7233, so that nobody takes the embedded server for one that was started by hand. */
const firstPort = 7243
/** The Web UI's port lies that far above the server's, as with `temporal server start-dev`. */
const uiOffset = 1000
const portsTried = 100

export interface ServerPorts {
  port: number
  uiPort: number
}

/**
 * A free pair of ports on the loopback interface: the preferred one if it is free, so that an address that was
 * printed before goes on working.
 */
export async function findPorts(preferred?: ServerPorts): Promise<ServerPorts> {
  const candidates = Array.from({ length: portsTried }, (_, index) => ({
    port: firstPort + index,
    uiPort: firstPort + index + uiOffset,
  }))
  for (const { port, uiPort } of preferred ? [preferred, ...candidates] : candidates) {
    if ((await isFree(port)) && (await isFree(uiPort))) return { port, uiPort }
  }
  throw new Error(`no free port between ${String(firstPort)} and ${String(firstPort + portsTried - 1)}`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => {
      resolve(false)
    })
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => {
        resolve(true)
      })
    })
  })
}
