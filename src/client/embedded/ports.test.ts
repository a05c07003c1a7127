import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findPorts, readPorts, writePorts } from './ports.js'

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

describe('the ports of before', () => {
  let file: string

  beforeEach(async () => {
    file = path.join(await mkdtemp(path.join(tmpdir(), 'prbench-ports-')), 'ports.json')
  })

  afterEach(async () => {
    await rm(path.dirname(file), { recursive: true })
  })

  it('are read as they were written', async () => {
    await writePorts(file, { port: 7250, uiPort: 8250 })

    expect(await readPorts(file)).toEqual({ port: 7250, uiPort: 8250 })
  })

  it.each([
    ['is missing', undefined],
    ['is cut short', '{"port": 72'],
    ['names no port', '{"port": 72430, "uiPort": 8243}'],
  ])('are unknown where the file %s', async (_, text) => {
    if (text !== undefined) await writeFile(file, text)

    expect(await readPorts(file)).toBeUndefined()
  })
})
