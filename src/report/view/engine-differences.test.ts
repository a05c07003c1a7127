import { describe, expect, it } from 'vitest'
import { onlineRecord } from '../../../test/fixtures/online-record.js'
import type { LaunchResult } from '../../comparison/launch.js'
import type { RunRecord } from '../../run/record.js'
import { engineDifferences } from './engine-differences.js'

const server = (maxTotalTokens: number): LaunchResult['processes'][number] => ({
  process: 0,
  container: 'prbench-x',
  cases: [],
  startedAt: '2026-11-24T10:20:00.000Z',
  finishedAt: '2026-11-24T10:35:00.000Z',
  exitCode: 0,
  ending: 'complete',
  culprit: null,
  server: { resolved: { 'tokens in the cache': maxTotalTokens, 'captured batch sizes': [1, 2] } },
  logTail: [],
})

const differences = ({ pairs }: RunRecord) => engineDifferences(pairs.flatMap(({ launches }) => launches))

describe('engineDifferences', () => {
  it('tells in what the servers of the arms differ', () => {
    const record = onlineRecord(['grok'], ({ arm }) => ({
      processes: [server(arm === 'main' ? 5000 : 4000)],
    }))

    expect(differences(record)).toEqual(['The servers differ in tokens in the cache: main 5000, pr 4000.'])
  })

  it('tells in which attention backend and arguments they differ, and compares no more than was read', () => {
    const engine = (arm: string) => ({
      ...server(5000),
      server: {
        resolved: {},
        arguments: { page_size: arm === 'pr' ? '16' : '1', ...(arm === 'pr' ? { late: '1' } : {}) },
      },
      started: {
        command: 'python3',
        environment: {},
        chosen: { 'attention backend': { value: arm === 'pr' ? 'triton' : 'aiter', from: 'image' as const } },
      },
    })
    const cut = (arm: string) => ({
      ...engine(arm),
      server: { ...engine(arm).server, argumentsCut: true as const },
    })
    const attention = 'The servers differ in attention backend: main aiter, pr triton.'

    const whole = onlineRecord(['grok'], ({ arm }) => ({ processes: [engine(arm)] }))
    const partly = onlineRecord(['grok'], ({ arm }) => ({ processes: [cut(arm)] }))

    expect(differences(whole)).toEqual([
      attention,
      'The servers differ in arguments: page_size (main 1, pr 16), late (main not set, pr 1).',
    ])
    expect(differences(partly)).toEqual([
      attention,
      'The servers differ in arguments: page_size (main 1, pr 16).',
    ])
  })
})
