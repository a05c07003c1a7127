import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { onlineStagePlan } from '../../test/fixtures/online-record.js'
import { jitMounts, withoutStaleLocks } from './jit-cache.js'

const { recipe } = onlineStagePlan('grok')
const caching = (folders: string[]) => ({
  ...recipe,
  jit: { folders, priming: true, primingDeadlineSeconds: 60 },
})
const image = (digit: string) => `sha256:${digit.repeat(64)}`

describe('jitMounts', () => {
  it('gives each image and folder a volume of its own, always the same', () => {
    const names = [image('a'), image('b')].flatMap((id) =>
      jitMounts(caching(['/x', '/y']), id).map(({ name }) => name),
    )

    expect(new Set(names).size).toBe(4)
    expect(jitMounts(caching(['/x']), image('a'))).toMatchObject([
      { name: names[0], target: '/x', labels: { 'prbench.jit-cache': image('a') } },
    ])
  })

  it('gives none where the recipe keeps nothing', () => {
    expect(jitMounts(recipe, image('a'))).toEqual([])
    expect(withoutStaleLocks(['python3', 'x'], recipe)).toEqual(['python3', 'x'])
  })
})

describe('withoutStaleLocks', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prbench-jit-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const run = async (command: string[], folders: string[]) => {
    const [program = '', ...parameters] = withoutStaleLocks(command, caching(folders))
    return execa(program, parameters, { reject: false })
  }

  it('removes locks and nothing else, then runs the program with its words as they are', async () => {
    const build = join(folder, 'build', 'module_moe')
    await mkdir(build, { recursive: true })
    const stale = [join(build, 'lock'), join(folder, 'build', 'lock_module_moe')]
    const kept = [join(build, 'module_moe.so'), join(build, 'block.cu')]
    for (const path of [...stale, ...kept]) await writeFile(path, '')

    const { stdout, exitCode } = await run(
      ['sh', '-c', 'echo "$@"; exit 7', 'me', '--', 'a  b', '$HOME'],
      [folder],
    )

    expect({ stdout, exitCode }).toEqual({ stdout: '-- a  b $HOME', exitCode: 7 })
    for (const path of stale) await expect(access(path)).rejects.toThrow('ENOENT')
    for (const path of kept) await access(path)
  })

  it('does not mind a folder that the image lacks', async () => {
    expect((await run(['true'], [join(folder, 'absent')])).exitCode).toBe(0)
  })
})
