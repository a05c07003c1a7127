import { describe, expect, it } from 'vitest'
import { attentionChoice } from './attention-choice.js'

const settings = { attention: 'by-image', flags: [], environment: {} } as const
const built = 'main-0a1b2c3-rocm630'

describe('attentionChoice', () => {
  it.each([
    [built, 'aiter', 'SGLANG_USE_AITER'],
    ['lmsysorg/sglang:v0.4.6-rocm630', 'triton', 'SGLANG_AITER_MOE'],
    ['rocm/sgl-dev:20250522', 'aiter', 'SGLANG_AITER_MOE'],
  ])('follows from the image %s: %s by %s', (image, backend, variable) => {
    expect(attentionChoice(settings, image)).toEqual({
      flags: ['--attention-backend', backend],
      environment: { [variable]: '1' },
      chosen: { 'attention backend': { value: backend, from: 'image' } },
    })
  })

  it.each([
    [['--attention-backend', 'aiter', '--attention-backend', 'triton']],
    [['--attention-backend=triton']],
  ])('leaves a backend that the flags %j name', (flags) => {
    expect(attentionChoice({ ...settings, flags }, built)).toEqual({
      flags: [],
      environment: { SGLANG_USE_AITER: '1' },
      chosen: { 'attention backend': { value: 'triton', from: 'recipe' } },
    })
  })

  it('leaves a variable that the environment names, also to turn it off', () => {
    const choice = attentionChoice({ ...settings, environment: { SGLANG_AITER_MOE: '0' } }, built)

    expect(choice.environment).toEqual({})
    expect(choice.flags).toEqual(['--attention-backend', 'aiter'])
  })

  it('gives the variable alone where the engine chooses the backend', () => {
    expect(attentionChoice({ ...settings, attention: 'variable' }, built)).toEqual({
      flags: [],
      environment: { SGLANG_USE_AITER: '1' },
      chosen: {},
    })
  })

  it('adds nothing where the recipe leaves it to the engine', () => {
    expect(attentionChoice({ ...settings, attention: 'engine' }, built)).toEqual({
      flags: [],
      environment: {},
      chosen: {},
    })
  })
})
