import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { findPorts } from './ports.js'

it('takes the ports of before if they are free, and others if not; and nothing else of what it was given', async () => {
  const free = await findPorts()
  const before = { ...free, supervisor: { pid: 1, started: '' } }
  const same = await findPorts(before)
  const somebody = createServer().listen(free.port, '127.0.0.1')
  await once(somebody, 'listening')
  const other = await findPorts(before)
  somebody.close()

  expect(same).toEqual(free)
  expect(other.port).not.toBe(free.port)
})
