import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demoPlan } from '../../test/fixtures/record.js'
import { runDirectoryName } from './layout.js'
import { checkOutputFolder, createRunDirectory, ensureRunDirectory, holdsRun } from './run-directory.js'

let output: string

beforeEach(async () => {
  output = await mkdtemp(join(tmpdir(), 'prbench-output-'))
})

afterEach(async () => {
  await rm(output, { recursive: true, force: true })
})

describe('runDirectoryName', () => {
  it('names the pull request and the time of the plan in UTC, as the historical tool did', () => {
    const { source } = demoPlan()

    expect(runDirectoryName(source, '2025-01-20T16:30:22+02:00')).toBe('pr1234_20250120_143022')
  })

  it('names both commits where there is no pull request', () => {
    const { base, head, notes } = demoPlan().source

    const name = runDirectoryName({ mode: 'commits', base, head, notes }, '2025-01-20T14:30:22Z')

    expect(name).toBe(`${base.sha.slice(0, 7)}_${head.sha.slice(0, 7)}_20250120_143022`)
  })
})

describe('createRunDirectory', () => {
  it('makes the directory with a folder for each arm, the plan and the run’s marker', async () => {
    const plan = demoPlan({ runDirectory: join(output, 'deep', 'pr1234') })

    const claimed = await createRunDirectory(plan)

    expect(claimed).toEqual(plan)
    expect((await readdir(plan.runDirectory)).sort()).toEqual(['.prbench-run', 'main', 'plan.json', 'pr'])
    expect(JSON.parse(await readFile(join(plan.runDirectory, 'plan.json'), 'utf8'))).toEqual(plan)
  })

  it('gives the same run its own directory again, and another run one of its own', async () => {
    const plan = demoPlan({ runDirectory: join(output, 'pr1234') })
    await createRunDirectory(plan)

    const again = await createRunDirectory(plan)
    const other = await createRunDirectory({ ...plan, run: 'another' })

    expect(again.runDirectory).toBe(plan.runDirectory)
    expect(other.runDirectory).toBe(`${plan.runDirectory}_2`)
    expect(await createRunDirectory({ ...plan, run: 'another' })).toEqual(other)
  })

  it('never shares a directory between runs that start at once', async () => {
    const plan = demoPlan({ runDirectory: join(output, 'pr1234') })
    const runs = Array.from({ length: 8 }, (_, index) => `run-${index}`)

    const claimed = await Promise.all(runs.map((run) => createRunDirectory({ ...plan, run })))

    expect(new Set(claimed.map((each) => each.runDirectory)).size).toBe(runs.length)
  })

  it('leaves a directory alone that holds somebody’s files', async () => {
    const plan = demoPlan({ runDirectory: join(output, 'pr1234') })
    await mkdir(plan.runDirectory)
    await writeFile(join(plan.runDirectory, 'notes.txt'), 'mine')

    const claimed = await createRunDirectory(plan)

    expect(claimed.runDirectory).toBe(`${plan.runDirectory}_2`)
    expect(await readdir(plan.runDirectory)).toEqual(['notes.txt'])
  })
})

describe('ensureRunDirectory', () => {
  it('makes a deleted directory anew', async () => {
    const plan = await createRunDirectory(demoPlan({ runDirectory: join(output, 'pr1234') }))
    await rm(plan.runDirectory, { recursive: true })

    await ensureRunDirectory(plan)

    expect(await holdsRun(plan.runDirectory, plan.run)).toBe(true)
    expect(await holdsRun(plan.runDirectory, 'another')).toBe(false)
  })

  it('takes what is left of its directory while somebody deletes it', async () => {
    const plan = await createRunDirectory(demoPlan({ runDirectory: join(output, 'pr1234') }))
    await writeFile(join(plan.runDirectory, 'pr', 'tiny_offline.log'), 'a line')
    await rm(join(plan.runDirectory, '.prbench-run'))

    const isAnew = await ensureRunDirectory(plan)

    expect(isAnew).toBe(true)
    expect(await holdsRun(plan.runDirectory, plan.run)).toBe(true)
    expect(await readFile(join(plan.runDirectory, 'pr', 'tiny_offline.log'), 'utf8')).toBe('a line')
  })

  it('refuses a file in the place of its directory', async () => {
    const plan = await createRunDirectory(demoPlan({ runDirectory: join(output, 'pr1234') }))
    await rm(plan.runDirectory, { recursive: true })
    await writeFile(plan.runDirectory, 'mine')

    await expect(ensureRunDirectory(plan)).rejects.toMatchObject({ name: 'RunDirectoryUnusable' })
    expect(await readFile(plan.runDirectory, 'utf8')).toBe('mine')
  })

  it('refuses a directory of another run', async () => {
    const plan = await createRunDirectory(demoPlan({ runDirectory: join(output, 'pr1234') }))

    await expect(ensureRunDirectory({ ...plan, run: 'another' })).rejects.toMatchObject({
      name: 'RunDirectoryUnusable',
    })
  })
})

describe('checkOutputFolder', () => {
  it('takes a folder that could be made, and writes nothing', async () => {
    await checkOutputFolder(join(output, 'a', 'b'))

    expect(await readdir(output)).toEqual([])
  })

  it('refuses a file, and a folder below a file', async () => {
    await writeFile(join(output, 'file'), '')

    await expect(checkOutputFolder(join(output, 'file'))).rejects.toMatchObject({
      name: 'OutputFolderUnusable',
      message: expect.stringContaining('it is not a folder') as string,
    })
    await expect(checkOutputFolder(join(output, 'file', 'below'))).rejects.toThrow(
      'there is a file of that name',
    )
  })

  it.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
    'says of a file system of the kernel that no folder can be made in it',
    async () => {
      await expect(checkOutputFolder('/proc/x/y')).rejects.toThrow(
        'Cannot use the output folder /proc/x/y: cannot create a folder in /proc.',
      )
    },
  )

  it.skipIf(process.getuid?.() === 0)('refuses a folder that is not writable', async () => {
    await chmod(output, 0o555)

    await expect(checkOutputFolder(output)).rejects.toThrow('it is not writable')
  })
})
