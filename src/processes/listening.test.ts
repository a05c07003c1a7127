import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { listensOn } from './listening.js'

const server = createServer()

afterEach(() => {
  server.close()
})

it('tells the process that listens on a port from any other', async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  const own = await listensOn(process.pid, port)
  const parents = await listensOn(process.ppid, port)
  const ended = await listensOn(2 ** 22 + 1, port)

  expect([own, parents, ended]).toEqual([true, false, false])
})

it('takes no connection for a listener', async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')

  expect(await listensOn(process.pid, port)).toBe(false)
})
