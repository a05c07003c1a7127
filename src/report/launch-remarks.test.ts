import { describe, expect, it } from 'vitest'
import type { LaunchResult } from '../comparison/launch.js'
import { onlineRecord } from '../../test/fixtures/online-record.js'
import { launchRemarks } from './launch-remarks.js'

const withRemark = (launch: LaunchResult, remark: string): Partial<LaunchResult> => ({
  cases: launch.cases.map((entry, index) => (index === 0 ? { ...entry, remarks: [remark] } : entry)),
})

const server = (maxTotalTokens: number): LaunchResult['processes'][number] => ({
  process: 0,
  container: 'prbench-x',
  cases: [],
  startedAt: '2026-11-24T10:20:00.000Z',
  finishedAt: '2026-11-24T10:35:00.000Z',
  exitCode: 0,
  ending: 'complete',
  culprit: null,
  server: { maxTotalTokens, capturedBatchSizes: [1, 2] },
  logTail: [],
})

describe('launchRemarks', () => {
  it('tells each kind of remark once, with how many launches it is about', () => {
    const record = onlineRecord(['grok'], (launch, pair) =>
      launch.arm === 'pr' || pair === 1 ? withRemark(launch, `${pair} requests were put back`) : {},
    )

    expect(launchRemarks(record.pairs)).toEqual([
      'request rate 1: 1 to 2 requests were put back (main in 1 of 2 launches, pr in 2 of 2 launches).',
    ])
  })

  it('tells it of each arm by itself where its figures are beyond those of the other', () => {
    const achieved = { main: ['7.41', '92'], pr: ['5.04', '63'] }
    const record = onlineRecord(['grok'], (launch, pair) =>
      withRemark(launch, `${achieved[launch.arm][0] ?? ''}${pair} of 8, ${achieved[launch.arm][1] ?? ''} %`),
    )

    expect(launchRemarks(record.pairs)).toEqual([
      'request rate 1: 7.411 to 7.412 of 8, 92 % (main in 2 of 2 launches).',
      'request rate 1: 5.041 to 5.042 of 8, 63 % (pr in 2 of 2 launches).',
    ])
  })

  it('tells in what the servers of the arms differ', () => {
    const record = onlineRecord(['grok'], ({ arm }) => ({
      processes: [server(arm === 'main' ? 5000 : 4000)],
    }))

    expect(launchRemarks(record.pairs)).toEqual([
      'The servers differ in tokens in the cache: main 5000, pr 4000.',
    ])
  })

  it('tells in which attention backend and arguments they differ, and compares no more than was read', () => {
    const engine = (arm: string) => ({
      ...server(5000),
      server: { arguments: { page_size: arm === 'pr' ? '16' : '1', ...(arm === 'pr' ? { late: '1' } : {}) } },
      started: {
        command: 'python3',
        environment: {},
        attention: { backend: arm === 'pr' ? 'triton' : 'aiter', from: 'image' as const },
      },
    })
    const cut = (arm: string) => ({
      ...engine(arm),
      server: { ...engine(arm).server, argumentsCut: true as const },
    })
    const attention = 'The servers differ in attention backend: main aiter, pr triton.'

    const whole = onlineRecord(['grok'], ({ arm }) => ({ processes: [engine(arm)] }))
    const partly = onlineRecord(['grok'], ({ arm }) => ({ processes: [cut(arm)] }))

    expect(launchRemarks(whole.pairs)).toEqual([
      attention,
      'The servers differ in arguments: page_size (main 1, pr 16), late (main not set, pr 1).',
    ])
    expect(launchRemarks(partly.pairs)).toEqual([
      attention,
      'The servers differ in arguments: page_size (main 1, pr 16).',
    ])
  })

  it('has nothing to say of a run without remarks', () => {
    expect(launchRemarks(onlineRecord(['grok']).pairs)).toEqual([])
  })
})
