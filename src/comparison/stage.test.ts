import { describe, expect, it } from 'vitest'
import { onlineStagePlan } from '../../test/fixtures/online-record.js'
import { demoPlan } from '../../test/fixtures/record.js'
import { expectedPrimingSeconds, pairDeadlineSeconds } from './stage.js'
import type { StagePlan } from './plan.js'

const jit = { folders: ['/root/.aiter'], priming: true, primingDeadlineSeconds: 1000 }
const withJit = (stage: StagePlan, priming = true): StagePlan => ({
  ...stage,
  recipe: { ...stage.recipe, jit: { ...jit, priming } },
})
const offline = () => {
  const stage = demoPlan().stages.find(({ benchmarkType }) => benchmarkType === 'offline')
  if (stage === undefined) throw new Error('the demo has an offline stage')
  return stage
}

describe('expectedPrimingSeconds', () => {
  it.each([withJit(offline(), false), offline()])('is nothing where the recipe wants no priming', (stage) => {
    expect(expectedPrimingSeconds(stage)).toBe(0)
  })
})

describe('pairDeadlineSeconds', () => {
  it('leaves room for both unmeasured launches', () => {
    const stage = onlineStagePlan('grok')

    expect(pairDeadlineSeconds(withJit(stage)) - pairDeadlineSeconds(stage)).toBeGreaterThanOrEqual(2000)
    expect(pairDeadlineSeconds(withJit(stage, false))).toBe(pairDeadlineSeconds(stage))
  })
})
