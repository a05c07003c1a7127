import { describe, expect, it } from 'vitest'
import type { CaseResult } from '../comparison/launch.js'
import { afterKernelBuilds, builtInside } from './kernel-builds.js'

const disturbance = builtInside('module_moe')
const calm: CaseResult = { case: 'request rate 1', values: { ttft_median: 20 }, reason: '', repeats: [] }
const disturbed: CaseResult = { ...calm, case: 'request rate 2', disturbance }
const failed: CaseResult = { ...disturbed, case: 'request rate 4', values: null, reason: 'out of memory' }

describe('afterKernelBuilds', () => {
  it('makes the first attempt void, with its numbers as they are', () => {
    expect(afterKernelBuilds([calm, disturbed], 1)).toEqual({
      cases: [calm, disturbed],
      voidReason: 'kernels were built inside the measured part (module_moe)',
    })
  })

  it.each([2, 3])('leaves out the disturbed cases alone in attempt %d', (attempt) => {
    const { cases, voidReason } = afterKernelBuilds([calm, disturbed, failed], attempt)

    expect(voidReason).toBeUndefined()
    expect(cases.map(({ values }) => values)).toEqual([{ ttft_median: 20 }, null, null])
    expect(cases.map(({ reason }) => reason)).toEqual([
      '',
      'kernels were built inside the measured part (module_moe), also when its pair was measured again',
      'out of memory',
    ])
  })

  it.each([1, 2])('changes nothing where nothing was built, in attempt %d', (attempt) => {
    expect(afterKernelBuilds([calm], attempt)).toEqual({ cases: [calm] })
  })
})
