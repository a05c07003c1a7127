import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { answersAsTemporal } from './probe.js'

async function listen() {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { server, address: `127.0.0.1:${address.port}` }
}

describe('answersAsTemporal', () => {
  it('knows at once that nothing listens, however long it may take', async () => {
    const { server, address } = await listen()
    server.close()
    await once(server, 'close')
    const begun = performance.now()

    const answers = await answersAsTemporal(address, 'default', 60_000)

    expect(answers).toBe(false)
    expect(performance.now() - begun).toBeLessThan(30_000)
  })

  it('does not take whatever listens there for a Temporal server', async () => {
    const { server, address } = await listen()

    const answers = await answersAsTemporal(address, 'default', 300)

    expect(answers).toBe(false)
    server.close()
  })
})
