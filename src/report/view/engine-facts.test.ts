import { describe, expect, it } from 'vitest'
import { onlineRecord } from '../../../test/fixtures/online-record.js'
import type { LaunchResult, StartSettings } from '../../comparison/launch.js'
import { engineRows } from './engine-facts.js'

const engine = (change: Partial<StartSettings> = {}): LaunchResult['processes'][number] => ({
  process: 0,
  container: 'prbench-x',
  cases: [],
  startedAt: '2026-11-24T10:20:00.000Z',
  finishedAt: '2026-11-24T10:35:00.000Z',
  exitCode: 0,
  ending: 'complete',
  culprit: null,
  server: { resolved: { 'tokens in the cache': 5000, 'captured batch sizes': [1, 2, 160] } },
  started: {
    command: 'python3 -m sglang.launch_server --tp 8',
    environment: { SGLANG_USE_AITER: '1' },
    chosen: { 'attention backend': { value: 'aiter', from: 'image' } },
    ...change,
  },
  logTail: [],
})

const text =
  "attention backend aiter (by the image's name), captured batch sizes 1 2 160, tokens in the cache 5000"
const code = 'SGLANG_USE_AITER=1 python3 -m sglang.launch_server --tp 8'

describe('engineRows', () => {
  it('is one line where both arms were started and resolved alike', () => {
    const record = onlineRecord(['grok'], () => ({ processes: [engine()] }))

    expect(engineRows(record)).toEqual([
      { label: 'Engine of grok/online', main: { code, text }, pr: { code, text }, isAlike: true },
    ])
  })

  it('is one line each where they were not', () => {
    const older = { 'attention backend': { value: 'triton', from: 'recipe' } } as const
    const record = onlineRecord(['grok'], ({ arm }) => ({
      processes: [engine(arm === 'pr' ? { chosen: older } : {})],
    }))

    const [row] = engineRows(record)

    expect(row?.isAlike).toBe(false)
    expect(row?.main.text.split(',')[0]).toBe("attention backend aiter (by the image's name)")
    expect(row?.pr.text.split(',')[0]).toBe('attention backend triton (named by the recipe)')
  })

  it('is one line where an arm needed a second process for what the first had left', () => {
    const whole = { ...engine({ command: 'one_batch --batch-size 1 2 4' }), cases: ['1', '2', '4'] }
    const rest = { ...engine({ command: 'one_batch --batch-size 2 4' }), process: 1, cases: ['2', '4'] }
    for (const twice of ['main', 'pr']) {
      const record = onlineRecord(['grok'], ({ arm }) => ({
        processes: arm === twice ? [{ ...whole, ending: 'lost' as const }, rest] : [whole],
      }))

      const rows = engineRows(record)

      expect(rows.map(({ main, isAlike }) => [main.code, isAlike])).toEqual([
        ['SGLANG_USE_AITER=1 one_batch --batch-size 1 2 4', true],
      ])
    }
  })

  it('says nothing of a record that does not know', () => {
    expect(engineRows(onlineRecord(['grok']))).toEqual([])
  })
})
