import { describe, expect, it } from 'vitest'
import { offlineCsvPath, offlineFolder, onlineCsvPath } from './paths.js'

describe('historical paths', () => {
  const names = {
    arm: 'pr',
    tag: 'pull-7-merge-0123456-rocm630',
    model: 'GROK1',
    variant: 'MOE-I4F8',
  } as const

  it('are those of the historical tool', () => {
    expect(offlineCsvPath(names)).toBe(
      'pr/offline/GROK1/pull-7-merge-0123456-rocm630_GROK1_MOE-I4F8_offline/pull-7-merge-0123456-rocm630_GROK1_MOE-I4F8_offline.csv',
    )
    expect(offlineFolder(names, 'long_context')).toMatch(/_offline_long_context$/)
    expect(onlineCsvPath(names, 'request rate')).toMatch(/MOE-I4F8_online\/.*MOE-I4F8_online\.csv$/)
    expect(onlineCsvPath(names, 'concurrency')).toMatch(/MOE-I4F8_online\/.*MOE-I4F8_serving\.csv$/)
  })
})
