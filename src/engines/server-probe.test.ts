import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { probedStatus, serverProbeCommand } from './server-probe.js'

/** Runs a probe where Python is, and gives the status that it says. */
async function probe(port: number, path: string): Promise<number | undefined> {
  const [python = '', ...args] = serverProbeCommand(port, path, 5)
  const child = execFile(python, args)
  await once(child, 'exit')
  return probedStatus(child.exitCode ?? undefined)
}

describe('the probe of a server', () => {
  it('tells its status, and that nothing answers', async () => {
    const server = createServer((request, response) => {
      response.writeHead(Number(request.url?.slice(1))).end('said')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0

    const statuses = [await probe(port, '/200'), await probe(port, '/400'), await probe(port, '/503')]
    server.close()
    await once(server, 'close')

    expect(statuses).toEqual([200, 400, 503])
    expect(await probe(port, '/200')).toBeUndefined()
  })

  it('has no answer where its container was gone', () => {
    expect(probedStatus(undefined)).toBeUndefined()
  })
})
