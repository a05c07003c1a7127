import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockHolder, takeLock } from './lock.js'
import { identifyProcess, isAlive, signalProcess } from './process-identity.js'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'prbench-lock-'))
  file = path.join(folder, 'lock')
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

describe('takeLock', () => {
  it('is taken once, and again after it was released', async () => {
    const first = await takeLock(file)
    const second = await takeLock(file)
    if (first.taken) await first.lock.release()
    const third = await takeLock(file)

    expect([first.taken, second.taken, third.taken]).toEqual([true, false, true])
    expect(second).toMatchObject({ holder: { pid: process.pid } })
  })

  it('says to every user who holds it, whatever the umask', async () => {
    const before = process.umask(0o077)
    try {
      await takeLock(file)
    } finally {
      process.umask(before)
    }

    expect((await stat(file)).mode & 0o777).toBe(0o644)
  })

  it('goes to one of many that find a stale one', async () => {
    await writeFile(file, JSON.stringify({ pid: process.pid, started: 'another boot/1' }))

    const attempts = await Promise.all(Array.from({ length: 8 }, () => takeLock(file)))

    expect(attempts.filter(({ taken }) => taken)).toHaveLength(1)
  })

  it('takes over what is no lock, and leaves nothing else behind', async () => {
    await writeFile(file, 'half a li')

    const attempt = await takeLock(file)

    expect(attempt.taken).toBe(true)
    expect(await readdir(folder)).toEqual(['lock'])
  })
})

describe('lockHolder', () => {
  it('does not count a holder that is gone', async () => {
    const child = spawn('sleep', ['60'])
    await once(child, 'spawn')
    const identity = identifyProcess(child.pid ?? 0)
    await writeFile(file, JSON.stringify(identity))
    const during = await lockHolder(file)
    child.kill('SIGKILL')
    await once(child, 'exit')

    expect(during).toEqual(identity)
    expect(await lockHolder(file)).toBeUndefined()
  })
})

describe('process identity', () => {
  it('never signals a process that only has the same pid', () => {
    const impostor = { pid: process.pid, started: 'another boot/1' }

    expect(isAlive(impostor)).toBe(false)
    expect(signalProcess(impostor, 'SIGKILL')).toBe(false)
  })

  it('knows this process', () => {
    const own = identifyProcess(process.pid)

    expect(own && isAlive(own)).toBe(true)
  })
})
