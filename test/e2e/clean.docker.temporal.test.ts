import { access } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { inspectImage } from '../../src/docker/images.js'
import { useBench } from './bench.js'

const bench = useBench()

describe('prbench clean', () => {
  it('says what it would remove, removes it when asked for, and keeps the images of the last comparisons', async () => {
    await bench.startWorker()
    await bench.prbench(bench.compareArguments(7, 'tiny'))
    const { directory, record } = await bench.run()
    const all = ['clean', '--keep', '0', '--output-dir', bench.outputFolder()]

    const dry = await bench.prbench([...all, '--dry-run'])
    await access(directory)
    const unasked = await bench.prbench(['clean'])
    await access(directory)
    const { exitCode, stdout } = await bench.prbench(all)

    expect([dry.exitCode, unasked.exitCode, exitCode]).toEqual([0, 0, 0])
    expect(dry.stdout).toContain(directory)
    expect(dry.stdout).toMatch(/This would free at least [\d.]+ \w?B\. Nothing was removed/)
    expect(dry.stdout).toContain('is one of the last 5 comparisons')
    expect(stdout).toMatch(/^Freed at least/m)
    await expect(access(directory)).rejects.toThrow('ENOENT')
    for (const { id } of record.images) expect(await inspectImage(bench.engine, id)).toBeDefined()
  })

  it.each([
    ['without a number', ['clean', '--keep', 'all']],
    ['with a folder and no number', ['clean', '--output-dir', '.']],
  ])('refuses run directories %s', async (_, args) => {
    const { exitCode, stderr } = await bench.prbench(args)

    expect(exitCode).toBe(2)
    expect(stderr).toContain('--keep')
  })

  it('refuses where no server can say what is open', async () => {
    const { exitCode } = await bench.prbench(['clean'], { TEMPORAL_ADDRESS: '127.0.0.1:1' })

    expect(exitCode).toBe(2)
  })
})
