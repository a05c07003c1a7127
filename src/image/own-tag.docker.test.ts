import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importBaseImage, removeImages } from '../docker/base-image.fixture.js'
import { connectEngine } from '../docker/engine.js'
import { repositoryLabel } from './image-labels.js'
import { ownTag } from './own-tag.js'

const engine = connectEngine()
const id = randomUUID()
const label = { 'prbench-test': id }
const taken = `main-${id}-rocm630`

beforeAll(() => importBaseImage(engine, `${taken}:latest`, { ...label, [repositoryLabel]: 'o/engine' }))
afterAll(async () => {
  expect(await removeImages(engine, label)).toHaveLength(1)
})

describe('ownTag', () => {
  it('is the wanted one where it is free, or of the same repository', async () => {
    expect(await ownTag(engine, `head-${id}-rocm630`, 'o/engine')).toBe(`head-${id}-rocm630`)
    expect(await ownTag(engine, taken, 'o/engine')).toBe(taken)
  })

  it('takes no name from an image of another repository', async () => {
    const ofFork = await ownTag(engine, taken, 'fork/engine')
    const ofOther = await ownTag(engine, taken, 'other/engine')

    expect(ofFork).toMatch(new RegExp(`^${taken}-[0-9a-f]{8}$`))
    expect(ofOther).not.toBe(ofFork)
    expect(await ownTag(engine, taken, 'fork/engine')).toBe(ofFork)
  })
})
