import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RefMissing } from '../git/errors.js'
import { openMirror, type Mirror } from '../git/mirror.js'
import { scratchRepository, type ScratchRepository } from '../git/scratch-repository.fixture.js'
import { resolveCommits } from './source.js'

let scratch: ScratchRepository
let mirror: Mirror

beforeEach(async () => {
  scratch = await scratchRepository()
  mirror = await openMirror(scratch.remote, join(scratch.folder, 'mirrors'))
})
afterEach(() => scratch.remove())

describe('resolveCommits', { timeout: 20_000 }, () => {
  it('takes a branch, a tag, a SHA, an abbreviation and a step back', async () => {
    const first = await scratch.git('rev-parse', 'main')
    await scratch.git('tag', '-a', '-m', 'release', 'v1')
    const second = await scratch.commit('Second', { 'a.txt': 'a' })

    const byName = await resolveCommits({ mirror, base: 'v1', head: 'main' })
    const bySha = await resolveCommits({ mirror, base: first, head: second.slice(0, 8) })
    const byStep = await resolveCommits({ mirror, base: 'main~1', head: 'HEAD' })

    expect(byName).toMatchObject({
      mode: 'commits',
      base: { sha: first, why: 'tag v1', subject: 'First' },
      head: { sha: second, why: 'branch main' },
      notes: [],
    })
    for (const source of [bySha, byStep])
      expect(source).toMatchObject({ base: { sha: first }, head: { sha: second } })
  })

  it('finds a commit that no branch has, by its full SHA', async () => {
    await scratch.branch('faster', 'main')
    const head = await scratch.commit('Decode faster', { 'fast.py': 'speed = 2\n' })
    await scratch.setHead(7, head)
    await scratch.git('checkout', '--quiet', 'main')
    await scratch.git('branch', '-D', 'faster')

    const source = await resolveCommits({ mirror, base: 'main', head })

    expect(source.head.sha).toBe(head)
  })

  it('says that the same commit twice measures noise', async () => {
    const source = await resolveCommits({ mirror, base: 'main', head: 'main' })

    expect(source.notes[0]).toContain('noise')
  })

  it.each([
    ['nowhere', 'does not exist'],
    ['abc12', 'seven digits'],
    ['0123456789', 'does not exist'],
    ['f'.repeat(40), 'does not exist'],
    ['main~50', 'names no commit'],
    ['--upload-pack=touch', 'is not a branch'],
    ['-x', 'is not a branch'],
    ['main:refs/heads/evil', 'is not a branch'],
    ['refs/heads/*', 'is not a branch'],
    ['^main', 'is not a branch'],
    ['main@{upstream}', 'is not a branch'],
    ['a..b', 'is not a branch'],
    ['a b', 'is not a branch'],
    ['', 'is not a branch'],
  ])('refuses %j', async (reference, words) => {
    const error = await resolveCommits({ mirror, base: 'main', head: reference }).catch(
      (reason: unknown) => reason,
    )

    expect(error).toBeInstanceOf(RefMissing)
    expect(String(error)).toContain(words)
  })

  it('asks which is meant where a branch and a tag share a name', async () => {
    await scratch.git('tag', 'main')

    await expect(resolveCommits({ mirror, base: 'main', head: 'main' })).rejects.toThrow(
      'both a branch and a tag',
    )
    expect((await resolveCommits({ mirror, base: 'refs/tags/main', head: 'refs/heads/main' })).mode).toBe(
      'commits',
    )
  })
})
