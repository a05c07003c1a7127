import { describe, expect, it } from 'vitest'
import { attentionBackend } from './attention-backend.js'
import { rocmVersion } from './image-name.js'

describe('rocmVersion', () => {
  it.each([
    ['lmsysorg/sglang:v0.5.16-rocm720-mi30x', 'rocm720'],
    ['rocm/sgl-dev:vllm20250114', 'rocm630'],
    ['rocm/sgl-dev:rocm7-vllm-20250904', 'rocm700'],
    ['rocm/pytorch:rocm7.2_ubuntu22.04_py3.10', 'rocm720'],
    ['rocm/pytorch:rocm7.2.4_ubuntu24.04', 'rocm724'],
    ['rocm/7.0-preview:rocm7.0_preview', 'rocm700'],
    ['example/base:rocm63', 'rocm630'],
    ['example/base:rocm10.0', 'rocm1000'],
    ['example/base:rocm1000', 'rocm1000'],
    ['prbench/base:0123456789ab', 'rocm630'],
  ])('reads %s as %s', (image, version) => {
    expect(rocmVersion(image)).toBe(version)
  })
})

describe('attentionBackend', () => {
  it.each([
    ['rocm/sgl-dev:vllm20250114', 'triton', 'SGLANG_AITER_MOE'],
    ['rocm/sgl-dev:20250520', 'triton', 'SGLANG_AITER_MOE'],
    ['rocm/sgl-dev:20250521', 'aiter', 'SGLANG_AITER_MOE'],
    ['rocm/sgl-dev:20250605-srt', 'aiter', 'SGLANG_AITER_MOE'],
    ['rocm/sgl-dev:20250606', 'aiter', 'SGLANG_USE_AITER'],
    ['rocm/sgl-dev:v0.5.5-rocm700-mi30x-20251110', 'aiter', 'SGLANG_USE_AITER'],
    ['lmsysorg/sglang:v0.4.6.post5-rocm630', 'triton', 'SGLANG_AITER_MOE'],
    ['lmsysorg/sglang:v0.4.7rc1-rocm630', 'triton', 'SGLANG_AITER_MOE'],
    ['lmsysorg/sglang:v0.4.7-rocm630', 'aiter', 'SGLANG_USE_AITER'],
    ['lmsysorg/sglang:v0.4.7.post1-rocm630', 'aiter', 'SGLANG_USE_AITER'],
    ['lmsysorg/sglang:v0.5.16-rocm720-mi30x', 'aiter', 'SGLANG_USE_AITER'],
    ['lmsysorg/sglang:v0.4.6-rocm630-20260101', 'triton', 'SGLANG_AITER_MOE'],
    ['lmsysorg/sglang:v1.0-rocm720', 'aiter', 'SGLANG_USE_AITER'],
    ['lmsysorg/sglang:latest', 'aiter', 'SGLANG_USE_AITER'],
    ['prbench/sglang:pull-7-merge-0123456-rocm630', 'aiter', 'SGLANG_USE_AITER'],
    ['example/sglang:20250501', 'triton', 'SGLANG_AITER_MOE'],
    ['registry:5000/rocm/sgl-dev:20250520@sha256:0a', 'triton', 'SGLANG_AITER_MOE'],
    ['example/sglang', 'aiter', 'SGLANG_USE_AITER'],
  ])('gives %s %s by %s', (image, backend, environmentName) => {
    expect(attentionBackend(image)).toEqual({ backend, environmentName })
  })
})
