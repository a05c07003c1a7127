import { once } from 'node:events'
import { symlink } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openMirror, type Mirror } from './mirror.js'
import { fetchCommits } from './named-commits.js'
import { scratchRepository, type ScratchRepository } from './scratch-repository.fixture.js'
import { archiveTree, changedPaths, filesBelow, readFileAt } from './tree.js'

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

  it('gives only the paths that are named', async () => {
    const sha = await commitAndFetch({ 'a.py': 'a', 'b[1].py': 'b', 'b1.py': 'no', '--x': 'x' })

    const tar = await buffer(archiveTree(mirror, sha, ['b[1].py', '--x']))

    const { stdout: names } = await execa('tar', ['-t'], { input: tar })
    expect(names.split('\n').sort()).toEqual(['--x', 'b[1].py'])
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
    const aborted = archiveTree({ ...mirror, signal: aborter.signal }, sha)

    await once(abandoned, 'readable')
    abandoned.destroy()
    aborter.abort(new Error('cancelled'))

    await once(abandoned, 'close')
    await expect(buffer(aborted)).rejects.toThrow('cancelled')
  })
})

describe('the files of a tree', { timeout: 20_000 }, () => {
  it('are those below a folder, by their paths in it, with the blobs that git would make of them', async () => {
    await symlink('a.py', join(scratch.path, 'link.py'))
    const sha = await commitAndFetch({
      'engine/a.py': 'x = 1\n',
      'engine/deep/b [1].py': '',
      'engines/c.py': '',
    })

    const files = await filesBelow(mirror, sha, 'engine')

    const { stdout } = await execa('git', ['hash-object', '--stdin'], { input: 'x = 1\n' })
    expect([...files.keys()].sort()).toEqual(['a.py', 'deep/b [1].py'])
    expect(files.get('a.py')).toBe(stdout)
    expect(await filesBelow(mirror, sha, 'absent')).toEqual(new Map())
  })

  it('differ between two commits: written, removed, renamed, and what is no plain file', async () => {
    const base = await scratch.commit('Base', { 'kept.py': '', 'gone.py': 'x', 'old name.py': 'y = 1\n' })
    await scratch.git('rm', '--quiet', 'gone.py')
    await scratch.git('mv', 'old name.py', 'new name.py')
    await symlink('kept.py', join(scratch.path, 'link.py'))
    const head = await commitAndFetch({ 'engine.py': 'speed = 2\n', 'added.py': '' })
    await fetchCommits(mirror, [base])

    const changes = await changedPaths(mirror, base, head)

    expect(changes).toEqual([
      { path: 'added.py', kind: 'written' },
      { path: 'engine.py', kind: 'written' },
      { path: 'gone.py', kind: 'removed' },
      { path: 'link.py', kind: 'other' },
      { path: 'new name.py', kind: 'written' },
      { path: 'old name.py', kind: 'removed' },
    ])
    expect(await changedPaths(mirror, base, base)).toEqual([])
  })
})
