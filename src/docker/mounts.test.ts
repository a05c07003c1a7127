import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MountRefused } from './errors.js'
import { mountSettings, resolveMounts } from './mounts.js'

describe('mountSettings', () => {
  it('makes every bind read-only', () => {
    const settings = mountSettings({ kind: 'bind', source: '/data/models', target: '/models' })

    expect(settings).toEqual({ Type: 'bind', Source: '/data/models', Target: '/models', ReadOnly: true })
  })

  it('lets a cache be written', () => {
    const settings = mountSettings({
      kind: 'volume',
      name: 'prbench-cache',
      target: '/cache',
      labels: { a: 'b' },
    })

    expect(settings).toMatchObject({ Type: 'volume', Source: 'prbench-cache', ReadOnly: false })
    expect(settings.VolumeOptions?.Labels).toEqual({ a: 'b' })
  })

  it.each([
    '/',
    '//',
    '/proc',
    '/proc/1/root',
    '/sys',
    '/etc',
    '/etc/ssl/',
    '/dev',
    '/dev/shm',
    '/run/docker.sock',
    '/var/run/docker.sock',
    '/var',
    '/var/lib',
    '/var/lib/docker/volumes',
    '/root',
    '/root/.ssh',
    '/home',
    '/home/someone',
    '/home/someone/.aws',
    '/data/.docker/config.json',
    '/data/engine.sock',
    'models',
    './models',
    '../etc',
    '/data/../etc',
    '/data/./models',
    '/data\0/models',
    '',
  ])('refuses to show %j', (source) => {
    expect(() => mountSettings({ kind: 'bind', source, target: '/models' })).toThrow(MountRefused)
  })

  it.each([
    '/root/.cache/huggingface',
    '/home/someone/models',
    '/data',
    '/var/lib/models',
    '/etcetera',
    '/tmp/x',
  ])('shows %s', (source) => {
    expect(mountSettings({ kind: 'bind', source, target: '/models' }).Source).toBe(source)
  })

  it.each(['/', 'models', '/proc', '/sys/fs', '/dev/shm', '/a/../proc'])(
    'refuses to mount at %j',
    (target) => {
      expect(() => mountSettings({ kind: 'bind', source: '/data', target })).toThrow(MountRefused)
    },
  )

  it.each(['', '-v', '../x', 'a/b', 'x'])('refuses a volume named %j', (name) => {
    expect(() => mountSettings({ kind: 'volume', name, target: '/cache', labels: {} })).toThrow(MountRefused)
  })
})

describe('resolveMounts', () => {
  let folder: string

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'prbench-mounts-')))
    await mkdir(join(folder, 'models'))
    await writeFile(join(folder, 'config.json'), '{}')
    await symlink(join(folder, 'models'), join(folder, 'latest'))
    await symlink('/etc', join(folder, 'innocent'))
  })

  afterAll(async () => {
    await rm(folder, { recursive: true })
  })

  it('replaces a symbolic link by what it leads to', async () => {
    const mounts = await resolveMounts([{ kind: 'bind', source: join(folder, 'latest'), target: '/models' }])

    expect(mounts).toEqual([{ kind: 'bind', source: join(folder, 'models'), target: '/models' }])
  })

  it('takes a plain file', async () => {
    const mount = { kind: 'bind', source: join(folder, 'config.json'), target: '/config.json' } as const

    expect(await resolveMounts([mount])).toEqual([mount])
  })

  it('refuses a link that leads to a forbidden place', async () => {
    const resolving = resolveMounts([{ kind: 'bind', source: join(folder, 'innocent'), target: '/x' }])

    await expect(resolving).rejects.toThrow(/would show \/etc/)
  })

  it('refuses what does not exist, so that no empty folder is made in its place', async () => {
    const resolving = resolveMounts([{ kind: 'bind', source: join(folder, 'absent'), target: '/x' }])

    await expect(resolving).rejects.toThrow(/does not exist/)
  })

  it('refuses a socket, whatever its name is', async () => {
    const server = createServer().listen(join(folder, 'harmless'))
    await new Promise((resolve) => server.once('listening', resolve))

    const resolving = resolveMounts([{ kind: 'bind', source: join(folder, 'harmless'), target: '/x' }])

    await expect(resolving).rejects.toThrow(/not a folder or a plain file/)
    server.close()
  })
})
