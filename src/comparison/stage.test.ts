import { describe, expect, it } from 'vitest'
import { onlineStagePlan } from '../../test/fixtures/online-record.js'
import { demoPlan } from '../../test/fixtures/record.js'
import { expectedPrimingSeconds, pairDeadlineSeconds, primingStage } from './stage.js'
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

describe('primingStage', () => {
  it('asks for each online shape within the deadline, and for no accuracy', () => {
    const stage = primingStage(withJit(onlineStagePlan('grok')))

    expect(stage).toMatchObject({
      recipe: { online: { readyDeadlineSeconds: 1000, caseDeadlineSeconds: 1000 } },
    })
    expect(stage).not.toHaveProperty('accuracy')
  })

  it('goes through the offline cases once, in one process each setting', () => {
    expect(primingStage(withJit(offline()))).toMatchObject({
      passes: 1,
      isolateCases: false,
      recipe: { offline: { processDeadlineSeconds: 1000 } },
    })
  })

  it.each([withJit(offline(), false), offline()])('is not there where the recipe wants none', (stage) => {
    expect(primingStage(stage)).toBeUndefined()
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
