import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadRecipe, loadShippedRecipes, shippedRecipesFolder } from './load.js'
import { sglangRecipe } from '../engines/sglang/stage.js'
import { selectRecipes } from './select.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'prbench-recipes-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

describe('loadShippedRecipes', () => {
  it('finds the models that prbench comes with', async () => {
    const recipes = await loadShippedRecipes()

    expect(recipes.map(({ name }) => name)).toEqual(['deepseek', 'demo', 'demo2', 'grok', 'vllm-llama'])
  })

  it('knows the historical cases', async () => {
    const recipes = await loadShippedRecipes()

    const [grok] = selectRecipes(['grok'], [], recipes).map((recipe) => sglangRecipe({ recipe }))
    expect(grok?.offline?.cases.flatMap(({ batchSize }) => batchSize)).toEqual([
      1, 2, 4, 8, 16, 32, 64, 128, 256,
    ])
    expect(grok?.offline?.modes.long_context?.cases[0]?.inputLength).toEqual([8192, 16384, 32768])
    expect(grok?.gsm8k?.threshold).toBe(0.8)
    const [deepseek] = selectRecipes(['deepseek'], [], recipes).map((recipe) => sglangRecipe({ recipe }))
    expect(deepseek?.online?.cases.flatMap(({ maxConcurrency }) => maxConcurrency)).toEqual([
      128, 64, 16, 4, 1,
    ])
    expect(deepseek?.historical.backendColumn).toBe(false)
  })

  it('leaves attention to the image, and keeps compiled kernels, where the models need it', async () => {
    const recipes = await loadShippedRecipes()

    expect(recipes.map(({ name, attention, jit }) => [name, attention, jit?.priming])).toEqual([
      ['deepseek', 'variable', true],
      ['demo', 'engine', undefined],
      ['demo2', 'engine', undefined],
      ['grok', 'by-image', true],
      ['vllm-llama', undefined, true],
    ])
    for (const { flags, environment } of recipes) {
      expect(flags).not.toContain('--attention-backend')
      expect(Object.keys(environment).filter((name) => name.includes('AITER'))).toEqual([])
    }
  })

  it('has a file for each model, called as the model', async () => {
    const recipes = await loadShippedRecipes()

    const files = (await readdir(shippedRecipesFolder)).filter((file) => file.endsWith('.yaml'))
    expect(recipes.map(({ name }) => `${name}.yaml`)).toEqual(files.sort())
  })
})

describe('loadRecipe', () => {
  it.each([
    ['missing.yaml', 'no such file'],
    ['.', 'is a folder'],
  ])('says why %s cannot be read', async (file, reason) => {
    await expect(loadRecipe(path.join(folder, file))).rejects.toThrow(reason)
  })
})

describe('selectRecipes', () => {
  it('puts a given recipe before a shipped one of the same name', async () => {
    const shipped = await loadShippedRecipes()
    const [grok] = selectRecipes(['grok'], [], shipped)
    const mine = grok ? [{ ...grok, title: 'Mine' }] : []

    const selected = selectRecipes(['grok', 'grok'], mine, shipped)

    expect(selected.map(({ title }) => title)).toEqual(['Mine'])
  })

  it('names the known models, and the one that was meant', async () => {
    const shipped = await loadShippedRecipes()

    expect(() => selectRecipes(['grk'], [], shipped)).toThrow(
      'unknown model "grk": did you mean "grok"? Choose from deepseek, demo, demo2, grok',
    )
  })
})
