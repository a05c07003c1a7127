import { chmod, chown, mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { execa } from 'execa'
import { openMirror } from '../git/mirror.js'
import { fetchPullRequest } from './pull-request.js'
import { scratchRepository, type ScratchRepository } from '../git/scratch-repository.fixture.js'

let scratch: ScratchRepository
let folder: string

beforeEach(async () => {
  scratch = await scratchRepository()
  folder = join(scratch.folder, 'mirrors')
  await scratch.branch('faster', 'main')
  await scratch.setHead(7, await scratch.commit('Decode faster', { 'fast.py': 'speed = 2\n' }))
  await scratch.git('checkout', '--quiet', 'main')
  await scratch.setMerge(7)
})
afterEach(() => scratch.remove())

describe('openMirror', { timeout: 20_000 }, () => {
  it('is made once when many open and fetch it at the same moment', async () => {
    const openAndFetch = async () => {
      const mirror = await openMirror(scratch.remote, folder)
      return fetchPullRequest(mirror, 7)
    }

    const fetched = await Promise.all(Array.from({ length: 8 }, openAndFetch))

    expect(new Set(fetched.map(({ merge }) => merge)).size).toBe(1)
    expect(await readdir(folder)).toEqual([`${scratch.remote.key}.git`])
  })

  it('refuses a folder that holds something else, and leaves it alone', async () => {
    const taken = join(folder, `${scratch.remote.key}.git`)
    await mkdir(taken, { recursive: true })
    await writeFile(join(taken, 'diary.txt'), 'mine')

    await expect(openMirror(scratch.remote, folder)).rejects.toThrow('Remove what is there')

    expect(await readdir(folder)).toEqual([`${scratch.remote.key}.git`])
    expect(await readdir(taken)).toEqual(['diary.txt'])
  })
})

describe('fetching', { timeout: 20_000 }, () => {
  it('says to remove a mirror that is damaged', async () => {
    const mirror = await openMirror(scratch.remote, folder)
    await fetchPullRequest(mirror, 7)
    const packs = join(mirror.gitDir, 'objects', 'pack')
    const [pack = ''] = (await readdir(packs)).filter((name) => name.endsWith('.pack'))
    await rm(join(packs, pack))
    await writeFile(join(packs, pack), '')
    await scratch.commit('New', { 'a.txt': 'a' })

    await expect(fetchPullRequest(mirror, 7)).rejects.toThrow(`The mirror ${mirror.gitDir} is damaged`)
  })

  it('fetches only what was asked for', async () => {
    await scratch.git('branch', 'unrelated', 'main')
    const mirror = await openMirror(scratch.remote, folder)

    await fetchPullRequest(mirror, 7)

    const { stdout } = await execa('git', ['--git-dir', mirror.gitDir, 'for-each-ref', '--format=%(refname)'])
    expect(stdout.split('\n')).toEqual(['refs/heads/main', 'refs/pull/7/head', 'refs/pull/7/merge'])
  })

  it('takes the default branch of a folder to be main, whatever is checked out there', async () => {
    await scratch.git('checkout', '--quiet', 'faster')
    const mirror = await openMirror(scratch.remote, folder)

    const { defaultBranch } = await fetchPullRequest(mirror, 7)

    expect(defaultBranch?.name).toBe('main')
  })

  it('waits for a lock that another process holds', async () => {
    const mirror = await openMirror(scratch.remote, folder)
    const lock = join(mirror.gitDir, 'refs/pull/7/head.lock')
    await mkdir(join(mirror.gitDir, 'refs/pull/7'), { recursive: true })
    await writeFile(lock, '')
    const released = new Promise((resolve) => setTimeout(resolve, 700)).then(() => rm(lock))

    const { merge } = await fetchPullRequest(mirror, 7)

    await released
    expect(merge).toBeDefined()
  })

  it('removes a lock that a killed process left', async () => {
    const mirror = await openMirror(scratch.remote, folder)
    const lock = join(mirror.gitDir, 'refs/pull/7/head.lock')
    await mkdir(join(mirror.gitDir, 'refs/pull/7'), { recursive: true })
    await writeFile(lock, '')
    const longAgo = new Date(Date.now() - 3_600_000)
    await utimes(lock, longAgo, longAgo)

    await fetchPullRequest(mirror, 7)

    await expect(stat(lock)).rejects.toThrow('ENOENT')
  })

  it.skipIf(process.getuid?.() !== 0)('reads a local repository of another user', async () => {
    await chown(scratch.path, 12345, 12345)
    await chown(join(scratch.path, '.git'), 12345, 12345)
    const mirror = await openMirror(scratch.remote, folder)

    const { merge } = await fetchPullRequest(mirror, 7)

    expect(merge).toBeDefined()
  })

  it('runs nothing that a hostile local repository names in its configuration or hooks', async () => {
    const canary = join(scratch.folder, 'ran')
    const program = join(scratch.folder, 'program')
    await writeFile(program, `#!/bin/sh\necho ran >> ${canary}\n`)
    await chmod(program, 0o755)
    const hooks = join(scratch.path, '.git', 'hooks')
    await mkdir(hooks, { recursive: true })
    for (const hook of [
      'post-checkout',
      'reference-transaction',
      'pre-auto-gc',
      'post-upload-pack',
      'update',
    ]) {
      await writeFile(join(hooks, hook), `#!/bin/sh\necho ran >> ${canary}\n`)
      await chmod(join(hooks, hook), 0o755)
    }
    const settings = {
      'core.hooksPath': hooks,
      'core.fsmonitor': program,
      'core.sshCommand': program,
      'core.pager': program,
      'core.alternateRefsCommand': program,
      'uploadpack.packObjectsHook': program,
      'credential.helper': `!${program}`,
      'filter.evil.smudge': program,
      'remote.origin.url': scratch.path,
      'remote.origin.uploadpack': program,
      'remote.origin.promisor': 'true',
      'extensions.partialClone': 'origin',
    }
    await scratch.git('config', 'core.repositoryFormatVersion', '1')
    for (const [name, value] of Object.entries(settings)) await scratch.git('config', name, value)
    await rm(canary, { force: true })
    const mirror = await openMirror(scratch.remote, folder)

    await fetchPullRequest(mirror, 7)
    // With an object missing, git would ask the promisor remote for it.
    const blob = await scratch.git('-c', 'core.fsmonitor=false', 'rev-parse', 'main:engine.py')
    await rm(join(scratch.path, '.git', 'objects', blob.slice(0, 2), blob.slice(2)))
    await rm(mirror.gitDir, { recursive: true })
    const emptied = await openMirror(scratch.remote, folder)
    const failed = await fetchPullRequest(emptied, 7).catch((error: unknown) => error)

    expect(String(failed)).toContain('remote side')
    await expect(stat(canary)).rejects.toThrow('ENOENT')
    await execa(program)
    expect((await stat(canary)).isFile()).toBe(true)
  })
})
