import { describe, expect, it } from 'vitest'
import { demoPlan } from '../../../test/fixtures/record.js'
import type { ImageSet, ImageWay } from '../../comparison/image-plan.js'
import { buildingWords } from './building.js'

const { images } = demoPlan()
const wordsOf = (way: ImageWay, more: Partial<ImageSet> = {}) =>
  buildingWords({ images: { ...images, ...more, pr: { ...images.pr, way } } })

describe('how images come to be', () => {
  it('is not told where nothing is built', () => {
    expect(buildingWords({ images })).toEqual([])
  })

  it('is one layer, and then all else is the same', () => {
    const [sentence, ...more] = wordsOf({ kind: 'overlay', written: 2, removed: 1 })

    expect(sentence).toMatch(
      /one more layer: 2 Python files written, 1 file removed\. Every other byte is the same/,
    )
    expect(sentence).toContain('--build full')
    expect(more).toEqual([])
  })

  it('is the whole build, and why', () => {
    const files = { files: 4, paths: ['python/pyproject.toml', 'setup.py', 'a.cu'] }

    expect(wordsOf({ kind: 'full', because: 'other-files', ...files })[0]).toContain(
      '(python/pyproject.toml, setup.py, a.cu and 1 more)',
    )
    expect(wordsOf({ kind: 'full', because: 'asked', files: 0, paths: [] })[0]).toContain(
      'as --build full asks',
    )
  })

  it('tells in which arguments the Dockerfiles differ, and whose base image was taken', () => {
    const differences = [
      { argument: 'BASE_IMAGE_942', main: 'a:1', pr: 'b:2' },
      { argument: 'NEW', main: null, pr: '1' },
      { argument: 'VERSION', main: '', pr: '2' },
    ]
    const full: ImageWay = {
      kind: 'full',
      because: 'other-files',
      files: 1,
      paths: ['docker/rocm.Dockerfile'],
    }

    const [, sentence] = wordsOf(full, { baseFrom: 'main', differences })

    expect(sentence).toContain(
      'BASE_IMAGE_942 is a:1 and b:2; NEW is not there and 1; VERSION is empty and 2',
    )
    expect(sentence).toContain(
      `built on ${images.main.baseImage}, as main's says; --base-image main, pr or IMAGE chooses`,
    )
  })
})
