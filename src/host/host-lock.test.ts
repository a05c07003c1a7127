import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Lock } from '../processes/lock.js'
import { allGpus, HostLocked, takeHostLock, type Devices } from './host-lock.js'

let folder: string
let temporary: string | undefined
let locks: Lock[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-host-lock-'))
  locks = []
  temporary = process.env.TMPDIR
})
afterEach(async () => {
  if (temporary === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = temporary
  for (const lock of locks) await lock.release()
  await rm(folder, { recursive: true })
})

const hostName = () => `test-${randomUUID()}`

async function take(host: string, devices: Devices | undefined): Promise<Lock> {
  const lock = await takeHostLock(host, devices, [folder])
  locks.push(lock)
  return lock
}

describe('takeHostLock', () => {
  it('refuses a second worker on the same GPUs under another name, with who holds them', async () => {
    const first = hostName()
    await take(first, allGpus)

    const second = take(hostName(), allGpus)

    await expect(second).rejects.toThrow(HostLocked)
    await expect(second).rejects.toThrow(`as host ${first} (process ${process.pid})`)
  })

  it('refuses a second worker of the same host whose temporary files lie elsewhere', async () => {
    const host = hostName()
    locks.push(await takeHostLock(host, undefined))
    process.env.TMPDIR = folder

    const second = takeHostLock(host, undefined)

    await expect(second).rejects.toThrow(`already measures on ${host} (process ${process.pid})`)
  })

  it('refuses a second worker that sees only one of the folders, and leaves the others free', async () => {
    const [host, other] = [hostName(), await mkdtemp(join(folder, 'other-'))]
    const first = await takeHostLock(host, undefined, [folder])

    const refused = takeHostLock(host, undefined, [other, folder])

    await expect(refused).rejects.toThrow(HostLocked)
    await first.release()
    locks.push(await takeHostLock(host, undefined, [folder, other]))
  })

  it('gives both back, also where only one was free', async () => {
    const [first, second] = [hostName(), hostName()]
    const held = await take(first, allGpus)
    await expect(take(second, allGpus)).rejects.toThrow(HostLocked)

    await held.release()
    const again = await take(second, allGpus)

    await expect(take(second, 'other')).rejects.toThrow(`already measures on ${second}`)
    await again.release()
  })

  it('lets two workers share the GPUs of a machine, and none have one that another has', async () => {
    await take(hostName(), [0, 1])
    await take(hostName(), [2, 3])

    const overlapping = [take(hostName(), [3, 4]), take(hostName(), allGpus)]

    await expect(overlapping[0]).rejects.toThrow('the devices "gpu3" of this machine are in use')
    await expect(overlapping[1]).rejects.toThrow(HostLocked)
  })

  it('refuses single GPUs of a machine whose worker has all of them', async () => {
    await take(hostName(), allGpus)

    const single = take(hostName(), [5])

    await expect(single).rejects.toThrow('the devices "gpus" of this machine are in use')
  })

  it('lets workers on other devices, or on none that only one may have, be', async () => {
    await take(hostName(), allGpus)

    const others = [
      await take(hostName(), 'cpu'),
      await take(hostName(), undefined),
      await take(hostName(), undefined),
    ]

    expect(others).toHaveLength(3)
  })
})
