import { createServer } from 'node:net'

import { execa } from 'execa'

import { engineEnvironment, type ProgramResult } from './demo-engine-process.js'

export const readyLine = 'The server is fired up and ready to roll!'

/** A server of the demo engine in a process of its own. */
export interface DemoServer {
  readonly url: string
  readonly port: string
  readonly signal: (name: 'SIGTERM' | 'SIGKILL') => void
  readonly ended: Promise<ProgramResult>
}

/** A port on which nobody listens. */
export async function freePort(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('No port was given.')
  return String(address.port)
}

/** Servers that are ended together. */
export class DemoServers {
  private readonly servers: DemoServer[] = []

  /** Starts a server and does not wait for it. */
  async launch(
    model: string,
    faults: Record<string, string> = {},
    flags: readonly string[] = [],
  ): Promise<DemoServer & { readonly ready: Promise<void> }> {
    const port = await freePort()
    const program = ['-u', '-m', 'sglang.launch_server', '--model-path', model, '--port', port, ...flags]
    const subprocess = execa('python3', program, { env: engineEnvironment(faults), reject: false })
    const ready = new Promise<void>((resolve) => {
      subprocess.stderr.on('data', (chunk: Buffer) => {
        if (chunk.includes(readyLine)) resolve()
      })
    })
    const server = {
      url: `http://127.0.0.1:${port}`,
      port,
      signal: (name: 'SIGTERM' | 'SIGKILL') => void subprocess.kill(name),
      ended: subprocess.then(({ stdout, stderr, exitCode }) => ({ stdout, stderr, exitCode })),
      ready,
    }
    this.servers.push(server)
    return server
  }

  /** Starts a server and waits until its log says that it is ready. */
  async launchReady(
    model: string,
    faults: Record<string, string> = {},
    flags: readonly string[] = [],
  ): Promise<DemoServer> {
    const { ready, ...server } = await this.launch(model, faults, flags)
    await Promise.race([
      ready,
      server.ended.then(({ stderr }) => Promise.reject(new Error(`The server ended: ${stderr}`))),
    ])
    return server
  }

  /** Ends all that run. */
  async killAll(): Promise<void> {
    for (const server of this.servers.splice(0)) {
      server.signal('SIGKILL')
      await server.ended
    }
  }
}
