import { access } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { removeImage, tagImage } from '../../src/docker/images.js'
import { useBench } from './bench.js'

const bench = useBench()

const withImages = (main: string, pr: string) => ['--skip-build', '--main-image', main, '--pr-image', pr]

/**
 * Names of the test's own for images that were built before: other tags move when others build the same
 * commits.
 */
async function tagImages(images: readonly { id: string; arm: string }[]): Promise<Record<string, string>> {
  const tags = images.map(({ id, arm }) => [arm, `prbench-test/${bench.host()}:${arm}`, id] as const)
  for (const [, tag, id] of tags) await tagImage(bench.engine, id, tag)
  return Object.fromEntries(tags.map(([arm, tag]) => [arm, tag]))
}

describe('--skip-build', () => {
  it('measures two images that exist, and builds nothing', async () => {
    await bench.startWorker()
    await bench.prbench(bench.compareArguments(7, 'tiny'))
    const { images } = (await bench.run()).record
    const { main = '', pr = '' } = await tagImages(images)

    const { exitCode } = await bench.prbench(bench.compareArguments(7, 'tiny', withImages(main, pr)))
    for (const tag of [main, pr]) await removeImage(bench.engine, tag)

    expect(exitCode).toBe(0)
    const [, after] = await bench.runs()
    expect(after?.record.images).toMatchObject([
      { arm: 'main', tag: main, id: images[0]?.id, built: false },
      { arm: 'pr', tag: pr, id: images[1]?.id, built: false },
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
