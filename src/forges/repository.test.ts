import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparisonId, parseRepository, type Repository } from './repository.js'

function parsed(text: string, currentFolder?: string): Repository {
  const result = parseRepository(text, currentFolder)
  if (!result.ok) throw new Error(result.problem)
  return result.repository
}

function problem(text: string): string {
  const result = parseRepository(text)
  if (result.ok) throw new Error(`accepted as ${JSON.stringify(result.repository)}`)
  return result.problem
}

describe('parseRepository', () => {
  it.each([
    ['sgl-project/sglang', 'forge', 'sgl-project/sglang'],
    ['https://github.com/sgl-project/sglang.git', 'forge', 'sgl-project/sglang'],
    ['https://github.com/sgl-project/sglang/', 'forge', 'sgl-project/sglang'],
    ['https://www.github.com/SGL-Project/SGLang', 'forge', 'sgl-project/sglang'],
    ['SGL-Project/sglang', 'forge', 'sgl-project/sglang'],
    ['git@github.com:sgl-project/sglang.git', 'url', 'sgl-project/sglang'],
    ['https://git.example.org/team/engine.git', 'url', 'git.example.org/team/engine'],
    ['https://GIT.example.org/team/engine', 'url', 'git.example.org/team/engine'],
    ['git@git.example.org:team/engine', 'url', 'git.example.org/team/engine'],
    ['ssh://git@git.example.org/team/engine', 'url', 'git.example.org/team/engine'],
  ])('reads %s as %s with key %s', (text, kind, key) => {
    expect(parsed(text)).toMatchObject({ kind, key })
  })

  it('gives repositories that differ only in case or port different keys', () => {
    const keys = [
      'https://example.org/a/b',
      'https://example.org/A/b',
      'https://example.org:8443/a/b',
      'https://example.org/a-b',
      'https://example.org/a/%62',
    ].map((text) => parsed(text).key)

    expect(new Set(keys).size).toBe(keys.length)
  })

  it('gives a folder the same key however it is written', () => {
    const keys = [
      '/srv/git/engine',
      '/srv/git/engine/',
      '/srv/./git//x/../engine',
      'file:///srv/git/engine',
    ].map((text) => parsed(text).key)

    expect(new Set(keys)).toEqual(new Set([parsed('../git/engine', '/srv/work').key]))
    expect(keys[0]).toMatch(/^engine-[0-9a-f]{8}$/)
  })

  it('makes a relative path absolute only where it knows the current folder', () => {
    expect(parsed('./engine', '/srv')).toMatchObject({ kind: 'path', text: '/srv/engine' })
    expect(problem('./engine')).toContain('relative path')
  })

  it.each([
    ['', 'empty'],
    ['sglang', 'not a repository'],
    ['a/b/c', 'not a repository'],
    ['../..', 'relative path'],
    ['owner/..', 'not a repository'],
    ['../name', 'relative path'],
    ['--upload-pack=touch /tmp/x', 'option'],
    ['ext::sh -c "touch /tmp/x"', 'Remote helpers'],
    ['fd::7', 'Remote helpers'],
    ['http://example.org/a/b', 'http://'],
    ['git://example.org/a/b', 'git://'],
    ['ssh://-oProxyCommand=x/a', 'host'],
    ['ssh://-oProxyCommand=x@host/a', 'user name'],
    ['git@host:-x', 'path'],
    ['https://example.org/a/../b', 'path'],
    ['https://example.org/', 'path'],
    ['https://example.org/a?b=c', 'path'],
    ['owner/na\u0000me', 'control'],
    ['owner/name\nx', 'control'],
    ['owner/name\u202e', 'control'],
    ['file://host/x', 'three slashes'],
    ['file:///%zz', 'three slashes'],
    ['~/engine', 'not expanded'],
    ['/', 'root'],
    ['x'.repeat(2000), 'longer'],
  ])('refuses %j', (text, word) => {
    expect(problem(text)).toContain(word)
  })

  it.each([
    'https://user:hunter2@example.org/a/b',
    'https://hunter2@example.org/a/b',
    'ssh://git:hunter2@example.org/a/b',
    'git:hunter2@example.org:a/b',
    'http://user:hunter2@example.org/a/b',
    'https:/user:hunter2@example.org/a/b',
  ])('refuses %s and does not repeat the password', (text) => {
    expect(problem(text)).not.toContain('hunter2')
  })

  it('makes only keys that are safe as folders and ids, and reads its own text back', () => {
    const words = fc.constantFrom(
      'a',
      'B',
      '.',
      '..',
      '/',
      ':',
      '@',
      '-',
      '~',
      '%',
      'https://',
      'file:///',
      'x.git',
      ' ',
      '\n',
      'é',
      'github.com',
    )
    const anything = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 12 }).map((parts) => parts.join('')),
    )

    fc.assert(
      fc.property(anything, (text) => {
        const result = parseRepository(text, '/srv')
        if (!result.ok) {
          expect(result.problem.length).toBeGreaterThan(10)
          return
        }
        const { key, text: kept } = result.repository
        expect(key).toMatch(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/)
        expect(key.split('/').every((segment) => !/^\.+$/.test(segment))).toBe(true)
        expect(key.length).toBeLessThan(150)
        expect(parsed(kept)).toEqual(result.repository)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('comparisonId', () => {
  it('names a pull request, or twelve digits of each commit', () => {
    const repository = parsed('sgl-project/sglang')

    expect(comparisonId({ repository, pullRequest: 1234 })).toBe('compare/sgl-project/sglang/1234')
    expect(comparisonId({ repository, baseSha: 'a'.repeat(40), headSha: 'b'.repeat(40) })).toBe(
      'compare/sgl-project/sglang/aaaaaaaaaaaa..bbbbbbbbbbbb',
    )
  })
})
