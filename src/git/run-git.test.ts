import { createServer } from 'node:net'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GitFailed, maskCredentials } from './errors.js'
import { runGit } from './run-git.js'
import { scratchRepository, type ScratchRepository } from './scratch-repository.fixture.js'

let scratch: ScratchRepository

beforeEach(async () => {
  scratch = await scratchRepository()
})
afterEach(() => scratch.remove())

describe('runGit', { timeout: 20_000 }, () => {
  it('ends a run that takes too long, and one that is aborted', async () => {
    const server = createServer((socket) => socket.resume())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const args = ['ls-remote', `https://127.0.0.1:${port}/a/b`]
    const reason = new Error('the comparison was cancelled')
    const aborter = new AbortController()
    setTimeout(() => {
      aborter.abort(reason)
    }, 300)

    const [late, aborted] = await Promise.allSettled([
      runGit({ args, what: 'wait', deadlineSeconds: 0.5 }),
      runGit({ args, what: 'wait', signal: aborter.signal }),
    ])
    // The transport that git started holds a connection until it has ended too.
    await new Promise((resolve) => server.close(resolve))

    expect(late).toMatchObject({ reason: { message: 'git could not wait: it took longer than 0.5 s' } })
    expect(aborted).toEqual({ status: 'rejected', reason })
  })

  it('takes no more output than it is told to', async () => {
    const run = runGit({ args: ['help', '-a'], what: 'help', maxOutputBytes: 100 })

    await expect(run).rejects.toThrow(GitFailed)
    await expect(run).rejects.toThrow('it printed too much')
  })

  it('passes on neither the environment nor the configuration of its surroundings', async () => {
    const home = join(scratch.folder, 'home')
    await mkdir(home)
    await writeFile(join(home, '.gitconfig'), '[prbench]\n\tcanary = found\n')
    const before = { ...process.env }
    Object.assign(process.env, {
      HOME: home,
      GIT_DIR: join(scratch.path, '.git'),
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'prbench.other',
      GIT_CONFIG_VALUE_0: 'found',
      GIT_TRACE: join(scratch.folder, 'trace'),
    })

    const { stdout } = await runGit({ args: ['config', '--list'], what: 'list settings' })
    process.env = before

    expect(stdout).toContain('core.hookspath=/dev/null')
    expect(stdout).not.toContain('found')
    expect(stdout).not.toContain('core.bare')
    await expect(readFile(join(scratch.folder, 'trace'))).rejects.toThrow('ENOENT')
    await rm(home, { recursive: true })
  })
})

describe('maskCredentials', { timeout: 20_000 }, () => {
  it('hides passwords and tokens and leaves addresses readable', () => {
    const text = maskCredentials(
      "fatal: https://user:p@ss@host/a 'https://token@host/b' ssh://git:pw@host/c ssh://git@host/d ghp_0123456789abcdefghij",
    )

    expect(text).toBe(
      "fatal: https://***@host/a 'https://***@host/b' ssh://git:***@host/c ssh://git@host/d ***",
    )
  })
})
