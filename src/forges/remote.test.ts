import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RepositoryUnreachable } from '../git/errors.js'
import { scratchRepository, type ScratchRepository } from '../git/scratch-repository.fixture.js'
import { remoteOf, remotePullRequestHead } from './remote.js'
import type { Repository } from './repository.js'

let scratch: ScratchRepository

beforeEach(async () => {
  scratch = await scratchRepository()
})
afterEach(() => scratch.remove())

describe('remotePullRequestHead', { timeout: 20_000 }, () => {
  it('gives the head as it is now, and undefined where there is no such pull request', async () => {
    const { remote } = scratch
    const head = await scratch.git('rev-parse', 'main')
    await scratch.setHead(7, head)
    await scratch.git('update-ref', 'refs/remotes/fork/refs/pull/8/head', head)

    expect(await remotePullRequestHead(remote, 7)).toBe(head)
    expect(await remotePullRequestHead(remote, 8)).toBeUndefined()
  })

  it('finds owner/name under the address of the forge that it is given', async () => {
    const repository: Repository = { kind: 'forge', text: 'sgl-project/sglang', key: 'sgl-project/sglang' }
    await mkdir(join(scratch.folder, 'sgl-project'))
    await rename(scratch.path, join(scratch.folder, 'sgl-project', 'sglang'))

    const serverUrl = `file://${scratch.folder}/`

    expect(remoteOf({ repository })).toMatchObject({
      address: 'https://github.com/sgl-project/sglang',
      local: false,
    })
    const elsewhere = remoteOf({ repository, serverUrl })
    expect(elsewhere.local).toBe(true)
    expect(await remotePullRequestHead(elsewhere, 7)).toBeUndefined()
  })

  it.each([
    ['/nowhere/at/all', 'Name the folder', false],
    ['https://127.0.0.1:1/a/b', 'network and HTTPS_PROXY', true],
    ['ext::sh -c "touch ran"', 'Only https://', false],
    ['http://127.0.0.1:1/a/b', 'Only https://', false],
  ])('says what to do about %s', async (text, advice, retryable) => {
    const remote = remoteOf({ repository: { kind: 'url', text, key: 'somewhere' } })
    const error = await remotePullRequestHead(remote, 7).catch((reason: unknown) => reason)

    expect(error).toBeInstanceOf(RepositoryUnreachable)
    expect(error).toMatchObject({ retryable })
    expect(String(error)).toContain(advice)
    expect(String(error)).toContain(text)
  })
})
