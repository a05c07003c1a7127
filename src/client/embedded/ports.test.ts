import { once } from 'node:events'
import { createServer } from 'node:net'
import { clearLockedPorts } from 'get-port'
import { expect, it } from 'vitest'
import { findPorts } from './ports.js'

it('takes the ports of before if they are free, and others if not', async () => {
  const before = await findPorts()
  clearLockedPorts()
  const same = await findPorts(before)
  clearLockedPorts()
  const somebody = createServer().listen(before.port, '127.0.0.1')
  await once(somebody, 'listening')
  const other = await findPorts(before)
  somebody.close()

  expect(same).toEqual(before)
  expect(other.port).not.toBe(before.port)
})
