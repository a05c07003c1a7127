import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sourceSchema } from '../comparison/source.js'
import { NothingToCompare, RefMissing } from '../git/errors.js'
import { openMirror, type Mirror } from '../git/mirror.js'
import { scratchRepository, type ScratchRepository } from '../git/scratch-repository.fixture.js'
import { resolveCommits, resolveSource } from './source.js'

let scratch: ScratchRepository
let mirror: Mirror

beforeEach(async () => {
  scratch = await scratchRepository()
  mirror = await openMirror(scratch.remote, join(scratch.folder, 'mirrors'))
})
afterEach(() => scratch.remove())

/** Pull request 7: one commit on a branch of its own, not merged yet. */
async function pullRequest(files: Record<string, string> = { 'fast.py': 'speed = 2\n' }): Promise<string> {
  await scratch.branch('faster', 'main')
  const head = await scratch.commit('Decode faster', files)
  await scratch.setHead(7, head)
  await scratch.git('checkout', '--quiet', 'main')
  return head
}

describe('resolveSource', { timeout: 20_000 }, () => {
  it('compares the merge commit with its first parent, whatever main did since', async () => {
    const head = await pullRequest()
    const baseline = await scratch.commit('Before the merge', { 'a.txt': 'a' })
    const merge = await scratch.setMerge(7)
    await scratch.commit('After the merge', { 'b.txt': 'b' })

    const source = await resolveSource({ mirror, pullRequest: 7 })

    expect(sourceSchema.parse(source)).toEqual({
      mode: 'merge',
      base: { sha: baseline, why: 'first parent of refs/pull/7/merge', subject: 'Before the merge' },
      // Not "Merge <SHA> into <SHA>", which is GitHub's subject of every merge commit.
      head: { sha: merge, why: 'refs/pull/7/merge', subject: 'Decode faster' },
      pullRequest: { number: 7, headSha: head },
      notes: [],
    })
  })

  it('does not take a stale merge commit: head against merge base, and says so', async () => {
    await pullRequest()
    const left = await scratch.git('rev-parse', 'main')
    await scratch.setMerge(7)
    await scratch.git('checkout', '--quiet', 'faster')
    const head = await scratch.commit('Pushed later', { 'fast.py': 'speed = 3\n' })
    await scratch.setHead(7, head)
    await scratch.git('checkout', '--quiet', 'main')
    await scratch.commit('Main goes on', { 'a.txt': 'a' })

    const source = await resolveSource({ mirror, pullRequest: 7 })

    expect(source).toMatchObject({
      mode: 'head-against-merge-base',
      base: { sha: left },
      head: { sha: head },
    })
    expect(source.notes).toHaveLength(1)
    expect(source.notes[0]).toContain('earlier head')
  })

  it('says that a pull request is in conflict where git can tell', async () => {
    const left = await scratch.git('rev-parse', 'main')
    const head = await pullRequest({ 'engine.py': 'speed = 2\n' })
    await scratch.commit('Main differs', { 'engine.py': 'speed = 0\n' })

    const source = await resolveSource({ mirror, pullRequest: 7 })

    expect(source).toMatchObject({
      mode: 'head-against-merge-base',
      base: { sha: left },
      head: { sha: head },
    })
    const version = Number(/2\.(\d+)/.exec(await scratch.git('--version'))?.[1])
    expect(source.notes[0]).toContain(version >= 38 ? 'conflicts with main' : 'no merge commit')
    expect(source.notes[0]).toContain(`${left.slice(0, 12)}, where it branched off main`)
  })

  it('forgets a merge commit that the repository no longer offers', async () => {
    await pullRequest()
    await scratch.setMerge(7)
    await resolveSource({ mirror, pullRequest: 7 })
    await scratch.git('update-ref', '-d', 'refs/pull/7/merge')

    const source = await resolveSource({ mirror, pullRequest: 7 })

    expect(source.mode).toBe('head-against-merge-base')
  })

  it('waits for the merge commit of a server', async () => {
    await pullRequest()
    const server = { ...mirror, remote: { ...mirror.remote, local: false } }
    const later = new Promise<string>((resolve, reject) => {
      setTimeout(() => {
        scratch.setMerge(7).then(resolve, reject)
      }, 300)
    })

    const source = await resolveSource({
      mirror: server,
      pullRequest: 7,
      pollSeconds: 0.2,
      waitForMergeSeconds: 20,
    })

    expect(source).toMatchObject({ mode: 'merge', head: { sha: await later } })
  })

  it('gives up waiting in time, and at once when it is cancelled', async () => {
    await pullRequest()
    const server = { ...mirror, remote: { ...mirror.remote, local: false } }
    const signal = AbortSignal.timeout(500)

    const source = await resolveSource({
      mirror: server,
      pullRequest: 7,
      pollSeconds: 0.1,
      waitForMergeSeconds: 0.3,
    })
    const cancelled = resolveSource({ mirror: { ...server, signal }, pullRequest: 7 })

    expect(source.notes[0]).toContain('after 0.3 s')
    await expect(cancelled).rejects.toThrow(/abort/i)
  })

  it('refuses a pull request that does not exist', async () => {
    const error = await resolveSource({ mirror, pullRequest: 1234 }).catch((reason: unknown) => reason)

    expect(error).toBeInstanceOf(RefMissing)
    expect(String(error)).toContain(`Pull request 1234 does not exist in ${scratch.path}`)
  })

  it('refuses a pull request that is part of main already', async () => {
    await scratch.setHead(7, await scratch.git('rev-parse', 'main'))

    await expect(resolveSource({ mirror, pullRequest: 7 })).rejects.toThrow(NothingToCompare)
  })

  it('says how to complete a shallow clone', async () => {
    await scratch.commit('Second', {})
    const shallow = await mkdtemp(join(scratch.folder, 'shallow-'))
    await scratch.git('clone', '--quiet', '--depth=1', `file://${scratch.path}`, shallow)
    const remote = { name: shallow, key: 'shallow-1', address: shallow, local: true }
    const other = await openMirror(remote, join(scratch.folder, 'mirrors'))

    await expect(resolveCommits({ mirror: other, base: 'main', head: 'main' })).rejects.toThrow('--unshallow')

    await rm(shallow, { recursive: true })
  })
})
