import { once } from 'node:events'
import { symlink } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openMirror, type Mirror } from './mirror.js'
import { fetchCommits } from './named-commits.js'
import { scratchRepository, type ScratchRepository } from './scratch-repository.fixture.js'
import { archiveTree, isAncestorOfRemoteBranch, readFileAt } from './tree.js'

let scratch: ScratchRepository
let mirror: Mirror

beforeEach(async () => {
  scratch = await scratchRepository()
  mirror = await openMirror(scratch.remote, join(scratch.folder, 'mirrors'))
})
afterEach(() => scratch.remove())

async function commitAndFetch(files: Record<string, string>): Promise<string> {
  const sha = await scratch.commit('Files', files)
  await fetchCommits(mirror, [sha])
  return sha
}

describe('readFileAt', { timeout: 20_000 }, () => {
  it('read a file, follow links within the tree, and know what is not there', async () => {
    await symlink('real.Dockerfile', join(scratch.path, 'linked.Dockerfile'))
    await symlink('/etc/passwd', join(scratch.path, 'outside'))
    const sha = await commitAndFetch({ 'real.Dockerfile': 'FROM scratch\n', 'docker/x': 'x' })

    expect(await readFileAt(mirror, sha, 'linked.Dockerfile', 1000)).toBe('FROM scratch\n')
    expect(await readFileAt(mirror, sha, 'docker', 1000)).toBeUndefined()
    expect(await readFileAt(mirror, sha, 'outside', 1000)).toBeUndefined()
    expect(await readFileAt(mirror, sha, 'docker/y', 1000)).toBeUndefined()
  })

  it('refuses a file that is too large, and a path out of the tree', async () => {
    const sha = await commitAndFetch({ large: 'x'.repeat(2000) })

    await expect(readFileAt(mirror, sha, 'large', 1000)).rejects.toThrow('2000 bytes')
    expect(await readFileAt(mirror, sha, 'large', 2000)).toHaveLength(2000)
    for (const path of ['../x', '/etc/passwd', 'a\nb', '', 'a//b']) {
      await expect(readFileAt(mirror, sha, path, 1000)).rejects.toThrow('is not a path in it')
    }
    await expect(readFileAt(mirror, 'main', 'large', 1000)).rejects.toThrow('not a full commit SHA')
  })
})

describe('archiveTree', { timeout: 20_000 }, () => {
  it('gives the whole tree, whatever its own attributes say', async () => {
    const sha = await commitAndFetch({
      '.gitattributes':
        '[attr]hidden export-ignore\n* hidden\nsecret.py export-ignore\ndocs export-ignore\nversion.py export-subst\n* filter=evil\n',
      'docs/.gitattributes': '* export-ignore\n',
      'docs/a.md': 'text\n',
      'secret.py': 'x = 1\n',
      'version.py': "version = '$Format:%H$'\n",
    })

    const tar = await buffer(archiveTree(mirror, sha))

    const { stdout: names } = await execa('tar', ['-t'], { input: tar })
    const { stdout: version } = await execa('tar', ['-xO', 'version.py'], { input: tar })
    const { stdout: modes } = await execa('tar', ['-tv', 'secret.py'], { input: tar })
    expect(names.split('\n').sort()).toEqual(
      [
        '.gitattributes',
        'README.md',
        'docs/',
        'docs/.gitattributes',
        'docs/a.md',
        'engine.py',
        'secret.py',
        'version.py',
      ].sort(),
    )
    expect(version).toBe("version = '$Format:%H$'")
    expect(modes).toContain('-rw-r--r--')
  })

  it('fails rather than ends where git does', async () => {
    await expect(buffer(archiveTree(mirror, 'f'.repeat(40)))).rejects.toThrow(
      'git could not archive the tree',
    )
    expect(() => archiveTree(mirror, '--output=/tmp/x')).toThrow('not a full commit SHA')
  })

  it('stops when its reader goes away, and when it is aborted', async () => {
    const sha = await commitAndFetch({ large: 'x'.repeat(3_000_000) })
    const abandoned = archiveTree(mirror, sha)
    const aborter = new AbortController()
    const aborted = archiveTree(mirror, sha, aborter.signal)

    await once(abandoned, 'readable')
    abandoned.destroy()
    aborter.abort(new Error('cancelled'))

    await once(abandoned, 'close')
    await expect(buffer(aborted)).rejects.toThrow('cancelled')
  })
})

describe('isAncestorOfRemoteBranch', { timeout: 20_000 }, () => {
  it('knows commits on branches from those that only a pull request has', async () => {
    const onMain = await scratch.git('rev-parse', 'main')
    await scratch.branch('faster', 'main')
    const onlyInPullRequest = await scratch.commit('Faster', { 'fast.py': 'x' })
    await scratch.setHead(7, onlyInPullRequest)
    await fetchCommits(mirror, [onlyInPullRequest])
    expect(await isAncestorOfRemoteBranch(mirror, onlyInPullRequest)).toBe(true)
    await scratch.git('checkout', '--quiet', 'main')

    await scratch.git('branch', '-D', 'faster')

    expect(await isAncestorOfRemoteBranch(mirror, onMain)).toBe(true)
    expect(await isAncestorOfRemoteBranch(mirror, onlyInPullRequest)).toBe(false)
    expect(await isAncestorOfRemoteBranch(mirror, 'e'.repeat(40))).toBe(false)
  })
})
