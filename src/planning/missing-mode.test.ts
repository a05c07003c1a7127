import { describe, expect, it } from 'vitest'
import { refuseMissingMode } from './missing-mode.js'
import { recipeOf } from './recipe.fixture.js'

const cases = [{ batchSize: 1, inputLength: 8, outputLength: 8 }]

const recipe = (name: string, modes: Record<string, unknown> = {}) =>
  recipeOf(name, { offline: { cases, modes, expected: { loadSeconds: 1, caseSeconds: 1 } } })

const grok = recipe('grok', { long_context: { cases } })
const deepseek = recipe('deepseek')
const usual = { historical: false, skipGsm8k: false }
const long = { ...usual, mode: 'long_context' } as const

describe('refuseMissingMode', () => {
  it('names the models to compare in that mode, of those asked for', () => {
    expect(() => {
      refuseMissingMode(
        long,
        [grok, deepseek],
        [deepseek, grok, recipe('other', { long_context: { cases } })],
      )
    }).toThrow(
      'the recipe of deepseek has no mode long_context; compare only models that have it, with --models grok',
    )
  })

  it('names other models where none of those has it', () => {
    expect(() => {
      refuseMissingMode(long, [deepseek], [deepseek, grok])
    }).toThrow(/, with --models grok$/)
  })

  it('says what else can be done where no model has it', () => {
    expect(() => {
      refuseMissingMode({ ...usual, mode: 'dummy' }, [grok, deepseek], [grok, deepseek])
    }).toThrow(/^the recipes of grok and deepseek have no mode dummy; no recipe has it. Leave --mode out/)
  })

  it.each([
    [long, [grok]],
    [{ ...usual, mode: 'normal' } as const, [grok, deepseek]],
  ])('lets %o pass where all have it', (request, recipes) => {
    expect(() => {
      refuseMissingMode(request, recipes, [grok, deepseek])
    }).not.toThrow()
  })
})
