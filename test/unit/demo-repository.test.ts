import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { demoFolder, engineEnvironment, makeModel } from './demo-engine-process.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-demo-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

async function makeRepository(name: string, ...options: string[]): Promise<string> {
  const path = join(folder, name)
  await execa(join(demoFolder, 'make-repository.sh'), [path, ...options])
  return path
}

async function git(repository: string, ...gitArguments: string[]): Promise<string> {
  const { stdout } = await execa('git', ['-C', repository, ...gitArguments])
  return stdout
}

function parents(repository: string, revision: string): Promise<string> {
  return git(repository, 'rev-parse', `${revision}^1`, `${revision}^2`)
}

interface Run {
  readonly tokens: unknown
  /** Seconds of the simulated device. */
  readonly prefill: number
  readonly decode: number
}

/** The first tokens that the engine at a revision gives for two prompts, and what they took. */
async function runAt(repository: string, revision: string, model: string): Promise<Run> {
  const tree = join(folder, revision.replaceAll('/', '-'))
  await mkdir(tree)
  const archive = await execa('git', ['-C', repository, 'archive', revision, 'python'], {
    encoding: 'buffer',
  })
  await execa('tar', ['-x', '-C', tree], { input: archive.stdout })
  const program = `
import json
from sglang.srt.faults import read_faults
from sglang.srt.model_config import read_model_config
from sglang.srt.model_runner import ModelRunner
runner = ModelRunner(read_model_config(${JSON.stringify(model)}), read_faults())
batch, tokens, _ = runner.extend([list(range(400)), [7]])
prefill = runner.device.time
steps = [runner.decode(batch) for _ in range(50)]
print(json.dumps({"tokens": [tokens, *steps], "prefill": prefill, "decode": runner.device.time - prefill}))`
  const { stdout } = await execa('python3', ['-c', program], {
    env: { ...engineEnvironment(), PYTHONPATH: join(tree, 'python') },
  })
  return JSON.parse(stdout) as Run
}

describe('make-repository.sh', { timeout: 30_000 }, () => {
  it('makes main and pull request 7 with a real merge, the same commits anywhere', async () => {
    const one = await makeRepository('one.git')
    const other = await makeRepository('deep/other.git')

    const references = await git(one, 'for-each-ref', '--format', '%(refname)')
    expect(references.split('\n')).toEqual(['refs/heads/main', 'refs/pull/7/head', 'refs/pull/7/merge'])
    expect(await parents(one, 'refs/pull/7/merge')).toBe(
      await git(one, 'rev-parse', 'main', 'refs/pull/7/head'),
    )
    expect(await git(other, 'for-each-ref')).toBe(await git(one, 'for-each-ref'))
  })

  it('leaves every token as it was in pull requests 7 and 11, and changes the time of decode alone', async () => {
    const repository = await makeRepository('repository.git', '--with-test-pulls')
    const model = await makeModel({ num_hidden_layers: 8 })

    const main = await runAt(repository, 'main', model)
    const faster = await runAt(repository, 'refs/pull/7/merge', model)
    const slower = await runAt(repository, 'refs/pull/11/merge', model)

    await rm(model, { recursive: true })
    expect(main.tokens).toHaveLength(51)
    expect([faster.tokens, slower.tokens]).toEqual([main.tokens, main.tokens])
    expect([faster.prefill, slower.prefill]).toEqual([main.prefill, main.prefill])
    expect(main.decode / faster.decode).toBeCloseTo(1.25, 2)
    expect(slower.decode / main.decode).toBeCloseTo(1.26, 2)
  })

  it('leaves a repository that is up to date alone', async () => {
    const repository = await makeRepository('repository.git')
    const before = await stat(repository)
    await git(repository, 'update-ref', 'refs/heads/kept', 'main')

    await makeRepository('repository.git')

    expect((await stat(repository)).ino).toBe(before.ino)
    expect(await git(repository, 'rev-parse', 'kept')).toBe(await git(repository, 'rev-parse', 'main'))
  })

  it('makes its own repository anew where the engine has changed', async () => {
    const copy = join(folder, 'demo')
    await cp(demoFolder, copy, { recursive: true })
    const path = join(folder, 'repository.git')
    await execa(join(copy, 'make-repository.sh'), [path])
    const before = await git(path, 'rev-parse', 'main')
    await writeFile(join(copy, 'engine/NOTES.md'), 'Changed.\n')

    await execa(join(copy, 'make-repository.sh'), [path])

    expect(await git(path, 'rev-parse', 'main')).not.toBe(before)
    expect(await git(path, 'show', 'main:NOTES.md')).toBe('Changed.')
  })

  it('never touches a folder that it did not make', async () => {
    await writeFile(join(folder, 'mine.txt'), 'mine')

    const run = execa(join(demoFolder, 'make-repository.sh'), [folder])

    await expect(run).rejects.toThrow('was not made by this script')
    expect(await readFile(join(folder, 'mine.txt'), 'utf8')).toBe('mine')
  })

  it('makes pull requests in every state that tests need', async () => {
    const repository = await makeRepository('repository.git', '--with-test-pulls')

    const mainAnd = (pull: number) => git(repository, 'rev-parse', 'main', `refs/pull/${pull}/head`)
    for (const pull of [7, 8, 11, 12]) {
      expect(await parents(repository, `refs/pull/${pull}/merge`)).toBe(await mainAnd(pull))
    }
    for (const pull of [9, 10]) {
      expect(await git(repository, 'rev-parse', `refs/pull/${pull}/merge^2`)).toBe(
        await git(repository, 'rev-parse', `refs/pull/${pull}/head~1`),
      )
    }
    expect(await git(repository, 'show', 'refs/pull/8/merge:docker/rocm.Dockerfile')).toContain('; false')
    const merge = (pull: number) => mergesCleanly(repository, `refs/pull/${pull}/head`)
    expect([await merge(9), await merge(10)]).toEqual([false, true])
  })
})

async function mergesCleanly(repository: string, head: string): Promise<boolean> {
  const clone = await mkdtemp(join(folder, 'clone-'))
  await execa('git', ['clone', '--quiet', repository, clone])
  await git(clone, 'fetch', '--quiet', 'origin', head)
  const { exitCode } = await execa(
    'git',
    ['-C', clone, '-c', 'user.name=Test', '-c', 'user.email=test@demo.invalid', 'merge', 'FETCH_HEAD'],
    { reject: false },
  )
  return exitCode === 0
}
