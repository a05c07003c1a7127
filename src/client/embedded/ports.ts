import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { z } from 'zod'
import { writeFileAtomically } from '../../run/atomic-file.js'

/** Above 7233, so that nobody takes the embedded server for one that was started by hand. */
const firstPort = 7243
/** The Web UI's port lies that far above the server's, as with `temporal server start-dev`. */
const uiOffset = 1000
const portsTried = 100

const portSchema = z.int().min(1).max(65_535)
const portsSchema = z.object({ port: portSchema, uiPort: portSchema })

export type ServerPorts = z.infer<typeof portsSchema>

/** The ports that a server of this state folder had last; `undefined` where none is known. */
export async function readPorts(file: string): Promise<ServerPorts | undefined> {
  try {
    return portsSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data
  } catch {
    return undefined
  }
}

export async function writePorts(file: string, { port, uiPort }: ServerPorts): Promise<void> {
  await writeFileAtomically(file, `${JSON.stringify({ port, uiPort })}\n`)
}

/**
 * A free pair of ports on the loopback interface: the preferred one if it is free, so that an address that
 * was printed before goes on working.
 */
export async function findPorts(preferred?: ServerPorts): Promise<ServerPorts> {
  const candidates = Array.from({ length: portsTried }, (_, index) => ({
    port: firstPort + index,
    uiPort: firstPort + index + uiOffset,
  }))
  for (const { port, uiPort } of preferred ? [preferred, ...candidates] : candidates) {
    if ((await isFree(port)) && (await isFree(uiPort))) return { port, uiPort }
  }
  throw new Error(`no free port between ${firstPort} and ${firstPort + portsTried - 1}`)
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
