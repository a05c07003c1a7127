import { access } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'

const bench = useBench()

const withImages = (main: string, pr: string) => ['--skip-build', '--main-image', main, '--pr-image', pr]

describe('--skip-build', () => {
  it('measures two images that exist, and builds nothing', async () => {
    await bench.startWorker()
    await bench.prbench(bench.compareArguments(7, 'tiny'))
    const before = await bench.run()
    const [main = '', pr = ''] = before.record.images.map(({ tag }) => tag)

    const { exitCode } = await bench.prbench(bench.compareArguments(7, 'tiny', withImages(main, pr)))

    expect(exitCode).toBe(0)
    const [, after] = await bench.runs()
    expect(after?.record.images).toMatchObject([
      { arm: 'main', tag: main, id: before.record.images[0]?.id, built: false },
      { arm: 'pr', tag: pr, id: before.record.images[1]?.id, built: false },
    ])
    expect(after?.record.pairs).toHaveLength(1)
    await expect(after?.read('build_main.log')).rejects.toThrow('ENOENT')
  })

  it('is refused where an image is missing, which is named, also where a worker elsewhere finds that out', async () => {
    await bench.startWorker()
    const images = withImages('prbench-test/no-main:1', 'prbench-test/no-pr:2')

    const { exitCode, stderr } = await bench.prbench(bench.compareArguments(7, 'tiny', images))

    expect(exitCode).toBe(2)
    expect(stderr).toContain('prbench-test/no-main:1')
    expect(stderr).toContain('prbench-test/no-pr:2')
    await expect(access(bench.outputFolder())).rejects.toThrow('ENOENT')
  })
})
