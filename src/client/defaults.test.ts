import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Refused } from './command-error.js'
import { loadDefaults, withDefaults } from './defaults.js'

let home = ''
let repository = ''
let userFile = ''
let repositoryFile = ''

beforeEach(async () => {
  home = await realpath(await mkdtemp(path.join(tmpdir(), 'prbench-defaults-')))
  repository = path.join(home, 'work')
  userFile = path.join(home, 'config', 'prbench', 'config.yaml')
  repositoryFile = path.join(repository, '.prbench.yaml')
  await mkdir(path.join(repository, '.git'), { recursive: true })
  await mkdir(path.join(repository, 'src'))
  await mkdir(path.dirname(userFile), { recursive: true })
})
afterEach(async () => {
  await rm(home, { recursive: true })
})

/** The defaults of somebody who stands in a folder below the repository's root. */
function load(environment: Record<string, string> = {}) {
  const set = { XDG_CONFIG_HOME: path.join(home, 'config'), ...environment }
  return loadDefaults(path.join(repository, 'src'), set)
}

describe('defaults', () => {
  it('are none where nobody set any', async () => {
    const defaults = await load()

    expect(defaults).toEqual({})
  })

  it('of variables go before the repository’s file, and that before the person’s own', async () => {
    await writeFile(userFile, 'repo: own/fork\nmodels: [grok]\nhosts: [mi300x-01]\noutput: results\n')
    await writeFile(repositoryFile, '# ours\nrepo: o/r\nhosts:\n  - mi300x-02\n')

    const defaults = await load({ PRBENCH_HOSTS: 'mi300x-03, mi300x-04', PRBENCH_MODELS: '' })

    expect(defaults).toEqual({
      repo: { value: 'o/r', from: `${repositoryFile}:2` },
      models: { value: ['grok'], from: `${userFile}:2` },
      hosts: { value: ['mi300x-03', 'mi300x-04'], from: 'PRBENCH_HOSTS' },
      output: { value: path.join(path.dirname(userFile), 'results'), from: `${userFile}:4` },
    })
  })

  it('take the place of flags that were not given, and are told', async () => {
    await writeFile(repositoryFile, 'repo: o/r\nmodels: [grok]\nhosts: [a, b]\noutput: /data\n')
    const defaults = await load()

    const all = withDefaults({ pr: '7' }, defaults)
    const none = withDefaults(
      { pr: 'https://github.com/x/y/pull/7', recipe: ['my.yaml'], host: ['c'], workDir: 'here' },
      defaults,
    )

    expect(all.flags).toEqual({
      pr: '7',
      repo: 'o/r',
      models: ['grok'],
      host: ['a', 'b'],
      outputDir: '/data',
    })
    expect(all.taken).toEqual([
      `repository o/r (from ${repositoryFile}:1)`,
      `models grok (from ${repositoryFile}:2)`,
      `hosts a, b (from ${repositoryFile}:3)`,
      `output folder /data (from ${repositoryFile}:4)`,
    ])
    expect(none.taken).toEqual([])
  })

  it.each([
    ['model: [grok]\n', ':1: unknown key "model" (did you mean "models"?)'],
    ['repo: o/r\noutptu: x\n', ':2: unknown key "outptu" (did you mean "output"?)'],
    ['repo: o/r\nmodels: grok\n', ':2: "models": expected array, received string'],
    ['repo: [\n', ':2: '],
    ['- repo\n', ':1: expected object, received array'],
    ['repo: "not a repository!"\n', ':1: '],
  ])('of a file that is wrong are refused with its line (%#)', async (text, message) => {
    await writeFile(repositoryFile, text)

    const loading = load()

    await expect(loading).rejects.toThrow(Refused)
    await expect(loading).rejects.toThrow(`${repositoryFile}${message}`)
  })

  it('of any text are read or refused by file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'grapheme' }), fc.json()), async (text) => {
        await writeFile(repositoryFile, text)

        const found: unknown = await load().catch((error: unknown) => error)

        expect(found instanceof Error ? String(found) : '').toMatch(
          found instanceof Refused ? repositoryFile : /^$/,
        )
      }),
      { numRuns: 100 },
    )
  })
})
