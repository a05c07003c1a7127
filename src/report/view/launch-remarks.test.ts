import { describe, expect, it } from 'vitest'
import type { LaunchResult } from '../../comparison/launch.js'
import { onlineRecord } from '../../../test/fixtures/online-record.js'
import type { Reason } from '../../comparison/reason.js'
import { launchRemarks } from './launch-remarks.js'

const withRemark = (launch: LaunchResult, remark: Reason): Partial<LaunchResult> => ({
  cases: launch.cases.map((entry, index) => (index === 0 ? { ...entry, remarks: [remark] } : entry)),
})

describe('launchRemarks', () => {
  it('tells each kind of remark once a case and arm, with how many launches it is about', () => {
    const record = onlineRecord(['grok'], (launch, pair) =>
      launch.arm === 'pr' || pair === 1
        ? withRemark(launch, { kind: 'requests-put-back', requests: pair })
        : {},
    )

    expect(launchRemarks(record.pairs).sort()).toEqual([
      'request rate 1, main: 1 requests were put back because the token cache was full (in 1 of 2 launches).',
      'request rate 1, pr: 2 requests were put back because the token cache was full (in 2 of 2 launches).',
    ])
  })

  it('has nothing to say of a run without remarks', () => {
    expect(launchRemarks(onlineRecord(['grok']).pairs)).toEqual([])
  })
})
