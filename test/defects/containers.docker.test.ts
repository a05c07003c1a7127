/** Defects of the historical tool in how it used Docker: each test fails on what it did. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { comparisonLabel, containerName } from '../../src/docker/container-identity.js'
import { inspectContainer, removeContainer } from '../../src/docker/containers.js'
import { ContainerConflict } from '../../src/docker/errors.js'
import { inspectImage } from '../../src/docker/images.js'
import { removeByLabels } from '../../src/docker/remove-by-labels.js'
import { openTestEngine, type TestEngine } from '../../src/docker/test-engine.fixture.js'
import { baseImageOnHost } from '../../src/image/base-image.js'

const command = ['sh', '-c', 'echo ran']

let test: TestEngine

beforeAll(async () => {
  test = await openTestEngine()
})

afterAll(async () => {
  expect(await test.close()).toEqual([])
})

/** Another image under a tag, as a build leaves it. */
async function rebuild(tag: string): Promise<string> {
  const { docker } = test.engine
  const container = await docker.createContainer({ Image: test.baseTag, Cmd: ['true'] })
  const [repo = '', name = ''] = tag.split(':')
  await container.commit({ repo, tag: name, changes: `LABEL rebuilt=${container.id}` })
  await container.remove()
  const image = await inspectImage(test.engine, tag)
  return image?.id ?? ''
}

describe('defect 8: a container is reused by its name although its image was rebuilt', () => {
  it('neither takes nor starts the container of the earlier image', async () => {
    const identity = test.identity()
    const first = await test.run(command, { identity })
    const tag = test.baseTag.replace('/base:', '/rebuilt:')
    const imageId = await rebuild(tag)

    const second = test.run(command, { identity, spec: { imageId } })

    await expect(second).rejects.toThrow(ContainerConflict)
    await expect(second).rejects.toThrow(/prbench\.image is/)
    const left = await inspectContainer(test.engine, containerName(identity))
    expect(left?.State.FinishedAt).toBe(
      (await inspectContainer(test.engine, first.result.containerId))?.State.FinishedAt,
    )
    await removeContainer(test.engine, containerName(identity))
    await test.engine.docker.getImage(imageId).remove({ force: true })
  })
})

describe('defect 9: docker pull of a tag that is only local aborts the model', () => {
  it('takes the image that is there, and asks no registry', async () => {
    const pulled: string[] = []

    const base = await baseImageOnHost(test.engine, test.baseTag, {
      onLine: (line) => pulled.push(line),
      signal: new AbortController().signal,
      deadlineMs: 60_000,
    })

    expect(base.id).toBe((await inspectImage(test.engine, test.baseTag))?.id)
    expect(pulled).toEqual([])
    await test.engine.docker.getImage(base.tag).remove({ noprune: true })
  })
})

describe('defect 10: all containers of the host are stopped', () => {
  it('removes its own and leaves those of others running', async () => {
    const { docker } = test.engine
    const other = await docker.createContainer({
      Image: test.baseTag,
      Cmd: ['sleep', '30'],
      // The image would pass on the label of the test.
      Labels: { [comparisonLabel]: 'somebody else' },
    })
    await other.start()

    await removeByLabels(test.engine, test.label)

    const { State } = await other.inspect()
    await other.remove({ force: true })
    expect(State.Running).toBe(true)
  })
})
