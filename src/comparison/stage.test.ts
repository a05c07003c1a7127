import { describe, expect, it } from 'vitest'
import { onlineStagePlan } from '../../test/fixtures/online-record.js'
import { pairDeadlineSeconds } from './stage.js'
import type { StagePlan } from './plan.js'

const jit = { folders: ['/root/.aiter'], priming: true, primingDeadlineSeconds: 1000 }
const withJit = (stage: StagePlan, priming = true): StagePlan => ({
  ...stage,
  recipe: { ...stage.recipe, jit: { ...jit, priming } },
})
describe('pairDeadlineSeconds', () => {
  it('leaves room for both unmeasured launches', () => {
    const stage = onlineStagePlan('grok')

    expect(pairDeadlineSeconds(withJit(stage)) - pairDeadlineSeconds(stage)).toBeGreaterThanOrEqual(2000)
    expect(pairDeadlineSeconds(withJit(stage, false))).toBe(pairDeadlineSeconds(stage))
  })
})
