import { describe, expect, it } from 'vitest'
import { offlineCases } from './offline-cases.js'
import { sglangRecipeSchema } from './recipe.js'

const recipe = sglangRecipeSchema.parse({
  name: 'tiny',
  title: 'Tiny',
  historical: { model: 'TINY', variant: 'CPU' },
  image: { base: 'base:rocm630' },
  weights: { model: '/models/tiny' },
  tensorParallel: 8,
  offline: {
    cases: [
      { batchSize: [1, 2], inputLength: 1024, outputLength: [16, 128] },
      { batchSize: 256, inputLength: 1024, outputLength: 128, flags: ['--mem-fraction-static', '0.75'] },
    ],
    modes: {
      dummy: {
        flags: ['--load-format', 'dummy'],
        cases: [{ batchSize: 2, inputLength: 256, outputLength: 4096 }],
      },
    },
    expected: { loadSeconds: 1, caseSeconds: 1 },
  },
})

describe('offlineCases', () => {
  it('crosses the lists of each group, batch size outermost, and keeps the order of groups', () => {
    const names = offlineCases(recipe, 'normal')?.map((entry) => entry.name)

    expect(names).toEqual([
      'TP=8, BS=1, IL=1024, OL=16',
      'TP=8, BS=1, IL=1024, OL=128',
      'TP=8, BS=2, IL=1024, OL=16',
      'TP=8, BS=2, IL=1024, OL=128',
      'TP=8, BS=256, IL=1024, OL=128',
    ])
  })

  it('gives each case the flags of its mode and of its group', () => {
    const large = offlineCases(recipe, 'normal')?.at(-1)
    const dummy = offlineCases(recipe, 'dummy')?.at(0)

    expect(large?.flags).toEqual(['--mem-fraction-static', '0.75'])
    expect(dummy?.flags).toEqual(['--load-format', 'dummy'])
  })

  it('says that a mode is not there, in place of measuring something else', () => {
    expect(offlineCases(recipe, 'long_context')).toBeUndefined()
  })
})
