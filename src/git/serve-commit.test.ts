import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openMirror, type Mirror } from './mirror.js'
import { fetchCommits } from './named-commits.js'
import { scratchRepository, type ScratchRepository } from './scratch-repository.fixture.js'
import { serveCommit, type ServedCommit } from './serve-commit.js'

let scratch: ScratchRepository
let mirror: Mirror
let served: ServedCommit | undefined

beforeEach(async () => {
  scratch = await scratchRepository()
  mirror = await openMirror(scratch.remote, join(scratch.folder, 'mirrors'))
})
afterEach(async () => {
  await served?.close()
  served = undefined
  await scratch.remove()
})

const serve = async (sha: string) => {
  served = await serveCommit({ mirror, sha, name: 'sglang', address: '127.0.0.1', secret: 'of the test' })
  return served
}

/** Git as it is in an image: with no settings of ours. */
const git = (...args: string[]) =>
  execa('git', args, {
    cwd: scratch.folder,
    env: { HOME: scratch.folder, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', no_proxy: '127.0.0.1' },
    reject: false,
  })

async function mergeOfPullRequest(): Promise<string> {
  const onMain = await scratch.git('rev-parse', 'main')
  await scratch.branch('faster', onMain)
  const head = await scratch.commit('Faster', { 'fast.py': 'speed = 2\n' })
  await scratch.git('checkout', '--quiet', 'main')
  await scratch.commit('Meanwhile', { 'other.py': 'x = 1\n' })
  await scratch.setHead(7, head)
  const merge = await scratch.setMerge(7)
  await scratch.git('branch', '--quiet', '-D', 'faster')
  await fetchCommits(mirror, [merge])
  return merge
}

it('gives a merge commit that is on no branch to a Dockerfile that clones and checks out', async () => {
  const merge = await mergeOfPullRequest()
  const { url } = await serve(merge)

  const cloned = await git('clone', url)
  const checkedOut = await git('-C', 'sglang', 'checkout', merge)

  expect(cloned).toMatchObject({ exitCode: 0 })
  expect(checkedOut).toMatchObject({ exitCode: 0 })
  expect((await git('-C', 'sglang', 'rev-parse', 'HEAD')).stdout).toBe(merge)
  expect((await git('-C', 'sglang', 'rev-list', '--count', 'HEAD')).stdout).toBe('4')
  expect(await readFile(join(scratch.folder, 'sglang', 'fast.py'), 'utf8')).toBe('speed = 2\n')
  expect(served?.wasAsked()).toBe(true)
})

it('gives a commit that is under a tag alone', async () => {
  await scratch.branch('release', 'main')
  const sha = await scratch.commit('Release', { 'version.py': '1\n' })
  await scratch.git('tag', 'v1')
  await scratch.git('checkout', '--quiet', 'main')
  await scratch.git('branch', '--quiet', '-D', 'release')
  await fetchCommits(mirror, ['v1'])
  const { url } = await serve(sha)

  const { exitCode } = await git('clone', url)

  expect(exitCode).toBe(0)
  expect((await git('-C', 'sglang', 'rev-parse', 'HEAD')).stdout).toBe(sha)
})

it('gives it to a clone of one branch and of one commit, as --depth and --branch ask', async () => {
  const merge = await mergeOfPullRequest()
  const { url } = await serve(merge)

  const { exitCode } = await git('clone', '--depth', '1', '--branch', merge, url, 'shallow')

  expect(exitCode).toBe(0)
  expect((await git('-C', 'shallow', 'rev-list', '--count', 'HEAD')).stdout).toBe('1')
  expect((await git('-C', 'shallow', 'rev-parse', 'HEAD')).stdout).toBe(merge)
})

it('gives no other commit of the mirror, not even one that is named, and takes none', async () => {
  const hidden = await scratch.commit('Hidden', { 'secret.py': '' })
  await scratch.git('reset', '--quiet', '--hard', 'HEAD~1')
  await scratch.git('update-ref', 'refs/pull/9/head', hidden)
  const sha = await scratch.git('rev-parse', 'main')
  await fetchCommits(mirror, [sha, 'refs/pull/9/head'])
  const { url } = await serve(sha)

  const refs = await git('ls-remote', url)
  await git('clone', url)
  const fetched = await git('-c', 'protocol.version=2', '-C', 'sglang', 'fetch', url, hidden)
  const pushed = await git('-C', 'sglang', 'push', url, 'HEAD:refs/heads/new')

  expect(refs.stdout.split('\n').sort()).toEqual([`${sha}\tHEAD`, `${sha}\trefs/heads/${sha}`])
  expect(fetched.exitCode).not.toBe(0)
  expect(pushed.exitCode).not.toBe(0)
  for (const path of [
    '/HEAD',
    '/objects/info/alternates',
    '/info/refs',
    '/../x',
    '/info/refs?service=git-receive-pack',
  ]) {
    expect((await fetch(`${url}${path}`)).status).toBe(404)
  }
  expect((await fetch(url.replace(/\/[0-9a-f]{64}\//, '/'))).status).toBe(404)
})

it('has the same URL for the same commit, another one for another, and is gone when it is closed', async () => {
  const [main, merge] = [await scratch.git('rev-parse', 'main'), await mergeOfPullRequest()]
  await fetchCommits(mirror, [main])
  const before = await readdir(tmpdir())
  const first = await serve(main)
  await first.close()

  const gone = await git('ls-remote', first.url)
  const again = await serve(main)
  const beside = await serveCommit({
    mirror,
    sha: main,
    name: 'sglang',
    address: '127.0.0.1',
    secret: 'of the test',
  })
  const other = await serveCommit({
    mirror,
    sha: merge,
    name: 'sglang',
    address: '127.0.0.1',
    secret: 'of the test',
  })

  expect(gone.exitCode).not.toBe(0)
  expect(again.url).toBe(first.url)
  expect(new URL(beside.url).pathname).toBe(new URL(first.url).pathname)
  expect(new URL(beside.url).port).not.toBe(new URL(first.url).port)
  expect(new URL(other.url).pathname).not.toBe(new URL(first.url).pathname)
  for (const each of [again, beside, other]) await each.close()
  expect(
    (await readdir(tmpdir())).filter((name) => name.startsWith('prbench-serve-') && !before.includes(name)),
  ).toEqual([])
})
