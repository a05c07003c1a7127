import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forgeTokenNames, leaveSecrets, readSecret } from './secrets.js'

const comparison = 'compare/o/r/7'
let stateFolder: string

beforeEach(async () => {
  stateFolder = await mkdtemp(join(tmpdir(), 'prbench-secrets-'))
})
afterEach(() => rm(stateFolder, { recursive: true }))

const read = (environment: Record<string, string> = {}) =>
  readSecret(forgeTokenNames, comparison, { stateFolder, environment })

describe('secrets', () => {
  it('are left for the worker in a file of their owner, and taken away again', async () => {
    const left = await leaveSecrets(stateFolder, comparison, { GITHUB_TOKEN: 'of the job' })
    const [name = ''] = await readdir(join(stateFolder, 'secrets'))
    const { mode } = await stat(join(stateFolder, 'secrets', name))
    const found = await read()
    await left[Symbol.asyncDispose]()

    expect(mode & 0o777).toBe(0o600)
    expect(found).toBe('of the job')
    expect(await read()).toBeUndefined()
  })

  it('are of one comparison', async () => {
    await leaveSecrets(stateFolder, 'compare/o/r/70', { GITHUB_TOKEN: 'of another' })

    expect(await read()).toBeUndefined()
  })

  it('of a second command stay where the first one ends', async () => {
    const first = await leaveSecrets(stateFolder, comparison, { GITHUB_TOKEN: 'first' })
    await leaveSecrets(stateFolder, comparison, { GITHUB_TOKEN: 'second' })
    await first[Symbol.asyncDispose]()

    expect(await read()).toBe('second')
  })

  it('lie on where nobody waits, until the next such command', async () => {
    for (const token of ['first', 'second']) {
      const left = await leaveSecrets(stateFolder, comparison, { GITHUB_TOKEN: token })
      await left.letLie()
      await left[Symbol.asyncDispose]()
    }

    expect(await read()).toBe('second')
    expect(await readdir(join(stateFolder, 'secrets'))).toHaveLength(1)
  })

  it('come from the environment, or from the file that it names', async () => {
    const file = join(stateFolder, 'token')
    await writeFile(file, 'of the file\n')

    const found = await Promise.all([
      read({ GITHUB_TOKEN: 'b', PRBENCH_GITHUB_TOKEN: 'a' }),
      read({ PRBENCH_GITHUB_TOKEN_FILE: file, GITHUB_TOKEN: 'b' }),
      read({ GITHUB_TOKEN: '' }),
    ])

    expect(found).toEqual(['a', 'of the file', undefined])
  })

  it('of a job, which end with it, do not hide the worker’s own', async () => {
    await leaveSecrets(stateFolder, comparison, { GITHUB_TOKEN: 'of the job' })

    expect(await read({ PRBENCH_GITHUB_TOKEN: 'own' })).toBe('own')
  })
})
