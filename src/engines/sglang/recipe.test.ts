import { describe, expect, it } from 'vitest'
import { demoPlan } from '../../../test/fixtures/record.js'
import { sglangRecipeSchema } from './recipe.js'

describe('a recipe of SGLang', () => {
  it.each([
    [{ prefill: 0.1 }, '"keys":["prefill"]'],
    [{ prefill_latency: 5 }, 'Too big'],
  ])('refuses margins that no metric has: %j', (margins, message) => {
    const [stage] = demoPlan().stages

    const parsed = sglangRecipeSchema.safeParse({ ...stage?.recipe, margins })

    expect(JSON.stringify(parsed.error?.issues)).toContain(message)
  })
})
