import { describe, expect, it } from 'vitest'
import type { Reason } from '../comparison/reason.js'
import type { ProgramEnd } from './engine.js'
import { loadReader, type CaseRun, type ServedFacts } from './load-case.js'
import { loadResultReader } from './load-result.js'
import type { OnlineCase } from './online-cases.js'
import { onlineCase as entry } from './online-case.fixture.js'

const row = {
  completed: 40,
  duration: 10.2,
  total_output_tokens: 1280,
  total_output_tokens_retokenized: 1279,
  output_throughput: 125.5,
  median_e2e_latency_ms: 300,
  median_ttft_ms: 20,
  median_itl_ms: 9,
  median_tpot_ms: 9.1,
  p99_ttft_ms: 44,
}

const readRow = loadResultReader('e2e_latency')
const endWith = (written: object): ProgramEnd => ({
  exitCode: 0,
  timedOut: false,
  oomKilled: false,
  file: { text: JSON.stringify(written) },
})

function resultOf(
  end: ProgramEnd,
  {
    firstError,
    facts,
    ...change
  }: Partial<CaseRun> & { firstError?: string; facts?: Partial<ServedFacts> } = {},
) {
  const reader = loadReader({
    entry,
    output: { read: () => undefined, hasBegun: true, firstError },
    resultIn: (text) => readRow(text, 'serving.jsonl'),
    factsIn: () => ({ remarks: [], builtModule: undefined, ...facts }),
    ...change,
  })
  return reader.result(end, { wallSeconds: 10.5, serverLines: [] })
}

describe('what a case came to', () => {
  it('has the metrics in their units, and the time that the host saw', async () => {
    expect(await resultOf(endWith(row))).toEqual({
      case: 'request rate 4',
      values: {
        e2e_latency_median: 300,
        ttft_median: 20,
        itl_median: 9,
        tpot_median: 9.1,
        ttft_p99: 44,
        output_throughput: 125.5,
      },
      reason: null,
      repeats: [],
      arrivals: expect.objectContaining({ rate: 4, requests: 40, answer: 0.3 }) as object,
      wallSeconds: 10.5,
      work: { requests: 40, 'output-tokens': 1280 },
    })
  })

  it.each(['accept_length', 'spec_decode_acceptance_length'])(
    'tells what was done for them: also tokens from the cache, and %s',
    async (key) => {
      const { work } = await resultOf(endWith({ ...row, [key]: 2.81 }), { facts: { cachedTokens: 7 } })

      expect(work).toMatchObject({ 'accept-length': 2.81, 'cached-prompt-tokens': 7 })
    },
  )

  const died = { exitCode: 1, timedOut: false, oomKilled: false, file: { problem: 'there is no file' } }

  it.each<[string, ProgramEnd, Parameters<typeof resultOf>[1], Reason]>([
    [
      'some requests failed',
      endWith({ ...row, completed: 39 }),
      { firstError: 'Bad Request' },
      { kind: 'requests-failed', completed: 39, of: 40, details: ['Bad Request'] },
    ],
    [
      'more succeeded than were sent',
      endWith({ ...row, completed: 41 }),
      {},
      { kind: 'requests-failed', completed: 41, of: 40 },
    ],
    [
      'its data set was too small',
      endWith({ ...row, completed: 39 }),
      { hasDataset: true },
      { kind: 'too-few-conversations', completed: 39, of: 40 },
    ],
    ['nothing was generated', endWith({ ...row, total_output_tokens: 0 }), {}, { kind: 'no-tokens' }],
    [
      'all requests were refused inside successful answers',
      endWith({ ...row, total_output_tokens_retokenized: 0 }),
      {},
      { kind: 'empty-answers' },
    ],
    [
      'a file that always counts the answers does not',
      endWith({ ...row, total_output_tokens_retokenized: null }),
      { countsAnswers: true },
      { kind: 'empty-answers' },
    ],
    ['the first token took no time', endWith({ ...row, median_ttft_ms: 0 }), {}, { kind: 'no-first-token' }],
    [
      'it died',
      died,
      { firstError: 'ConnectionResetError' },
      {
        kind: 'no-result',
        exitCode: 1,
        outOfMemory: false,
        details: ['ConnectionResetError', 'there is no file'],
      },
    ],
    [
      'its file cannot be read',
      { ...endWith({}), file: { text: '{' } },
      {},
      {
        kind: 'no-result',
        exitCode: 0,
        outOfMemory: false,
        details: [expect.stringMatching(/^serving\.jsonl, row 1: it is not whole/) as string],
      },
    ],
    [
      'it had no memory',
      { exitCode: 137, timedOut: false, oomKilled: true },
      {},
      { kind: 'no-result', exitCode: 137, outOfMemory: true },
    ],
    ['it took too long', { ...endWith(row), timedOut: true }, {}, { kind: 'client-deadline' }],
    [
      'the server says that it does not count',
      endWith(row),
      { facts: { reason: { kind: 'tokens-from-cache', tokens: 5120, allowed: 40 } } },
      { kind: 'tokens-from-cache', tokens: 5120, allowed: 40 },
    ],
  ])('is no value but a reason where %s', async (_what, end, change, reason) => {
    const result = await resultOf(end, change)

    expect(result.values).toBeNull()
    expect(result.reason).toEqual(reason)
  })

  it('marks a build of kernels', async () => {
    const { disturbance } = await resultOf(endWith(row), { facts: { builtModule: 'module_moe' } })

    expect(disturbance).toEqual({ kind: 'kernels-built', module: 'module_moe' })
  })

  it('remarks on a queue, and on what the server says', async () => {
    const facts = { remarks: [{ kind: 'requests-put-back' as const, requests: 3 }] }

    const result = await resultOf(endWith({ ...row, duration: 20 }), { facts })

    expect(result.saturated).toBe(true)
    expect(result.remarks).toEqual([
      { kind: 'rate-not-reached', achieved: expect.closeTo(2.03, 2) as number, offered: 4, saturated: true },
      { kind: 'requests-put-back', requests: 3 },
    ])
  })

  it('says what was achieved where too little was, although no queue grew', async () => {
    const result = await resultOf(endWith({ ...row, duration: 13.28 }))

    expect(result.remarks).toEqual([
      { kind: 'rate-not-reached', achieved: expect.closeTo(3.08, 2) as number, offered: 4, saturated: false },
    ])
    expect(result).not.toHaveProperty('saturated')
  })

  it('cannot fall behind where so many requests run as are asked for', async () => {
    const closed: OnlineCase = { ...entry, load: { maxConcurrency: 4 } }

    const result = await resultOf(endWith({ ...row, duration: 20 }), { entry: closed })

    expect(result).not.toHaveProperty('remarks')
    expect(result).not.toHaveProperty('saturated')
  })
})
