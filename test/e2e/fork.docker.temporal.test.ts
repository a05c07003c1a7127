import { describe, expect, it } from 'vitest'
import { inspectImage } from '../../src/docker/images.js'
import { useBench } from './bench.js'

const bench = useBench()

describe('two repositories with the same commits', () => {
  it('take no image name from each other', async () => {
    const fork = await bench.copyRepository()
    await bench.startWorker()

    await bench.prbench(bench.compareArguments(7, 'tiny'))
    await bench.prbench(bench.compareArguments(7, 'tiny', ['--repo', fork]))

    const images = (await bench.runs()).flatMap(({ record }) => record.images)
    const named = await Promise.all(
      images.map(async ({ tag }) => (await inspectImage(bench.engine, tag))?.id),
    )
    expect(images).toHaveLength(4)
    expect(named).toEqual(images.map(({ id }) => id))
    expect(new Set(images.map(({ tag }) => tag)).size).toBe(4)
  })
})
