import { describe, expect, it } from 'vitest'
import { NoBaseError } from '../base-of-dockerfile.js'
import { probedOf, vllmBuild, vllmProbe } from './image.js'
import { vllmRecipeSchema } from './recipe.js'

const sha = '0123456789'.repeat(4)
const choice = { sha }
const imageOf = (more: object = {}) =>
  vllmRecipeSchema.shape.image.parse({ base: 'rocm/vllm-dev:base', ...more })

/** The arguments that vLLM's own files declare, among others. */
const rocm = [
  'ARG REMOTE_VLLM="0"',
  'ARG VLLM_BRANCH="main"',
  'ARG BASE_IMAGE=rocm/vllm-dev:base',
  'ARG NIC_BACKEND=all',
  'FROM ${BASE_IMAGE} AS base',
  'ARG ARG_PYTORCH_ROCM_ARCH',
].join('\n')
const cuda = [
  'ARG CUDA_VERSION=13.3.0',
  'ARG BUILD_BASE_IMAGE=nvidia/cuda:${CUDA_VERSION}-devel-ubuntu24.04',
  'ARG FINAL_BASE_IMAGE=nvidia/cuda:${CUDA_VERSION}-base-ubuntu24.04',
  'FROM ${BUILD_BASE_IMAGE} AS base',
  'ARG RUN_WHEEL_CHECK=false',
  'FROM ${FINAL_BASE_IMAGE} AS vllm-base',
  'FROM vllm-base AS vllm-openai',
  'FROM vllm-openai AS vllm-sagemaker',
].join('\n')

describe('what an image of vLLM is built with', () => {
  it("takes the commit's tree, the base image and the architecture where the file is ROCm's", () => {
    const build = vllmBuild(rocm, { ...choice, image: imageOf() })

    expect(build.arguments).toEqual({ REMOTE_VLLM: '0', ARG_PYTORCH_ROCM_ARCH: 'gfx942' })
    expect(build.base).toEqual({ argument: 'BASE_IMAGE', image: 'rocm/vllm-dev:base' })
    expect(build.target).toBeUndefined()
  })

  it("takes the final base image where the file is CUDA's, and the stage that the recipe names", () => {
    const image = imageOf({ dockerfile: 'docker/Dockerfile', target: 'vllm-openai' })

    const build = vllmBuild(cuda, { ...choice, image })

    expect(build.arguments).toEqual({ RUN_WHEEL_CHECK: 'false' })
    expect(build.base).toEqual({
      argument: 'FINAL_BASE_IMAGE',
      image: 'nvidia/cuda:13.3.0-base-ubuntu24.04',
    })
    expect(build.target).toBe('vllm-openai')
  })

  it("adds the recipe's arguments, as far as the file declares them", () => {
    const image = imageOf({ arguments: { NIC_BACKEND: 'none', MAX_JOBS: '4' } })

    const build = vllmBuild(rocm, { ...choice, image })

    expect(build.arguments).toMatchObject({ NIC_BACKEND: 'none' })
    expect(build.arguments).not.toHaveProperty('MAX_JOBS')
  })

  it('gives the context a version of its own, as it has no history', () => {
    const { files } = vllmBuild(rocm, { ...choice, image: imageOf() })

    expect(files?.['.git_archival.txt']).toContain(`node: ${sha}\n`)
    expect(files?.['.git_archival.txt']).toContain('describe-name: v0.0.0-0-g012345678\n')
  })

  it('refuses a file without the stage that the recipe names', () => {
    const build = () => vllmBuild('FROM debian', { ...choice, image: imageOf({ target: 'vllm-openai' }) })

    expect(build).toThrow(NoBaseError)
  })
})

describe('the probe of an image', () => {
  it('finds the version of vLLM', () => {
    const answer = { output: 'a warning\nprbench-vllm 0.32.0+rocm630\n', exitCode: 0 }

    const found = vllmProbe([answer])

    expect(found).toEqual({ probed: { version: '0.32.0+rocm630' } })
  })

  it('finds that there is none', () => {
    const answer = {
      output: 'importlib.metadata.PackageNotFoundError: No package metadata for vllm',
      exitCode: 1,
    }

    const found = vllmProbe([answer])

    expect(found).toEqual({ probed: { version: null } })
  })

  it('is one program', () => {
    const first = vllmProbe([])

    expect(first).toMatchObject({
      name: 'probe',
      command: ['python3', '-c', expect.stringContaining('vllm')],
    })
    expect(probedOf({ probed: {} })).toEqual({ version: null })
  })
})
