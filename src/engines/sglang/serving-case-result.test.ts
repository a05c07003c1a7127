import { describe, expect, it } from 'vitest'
import type { OnlineCase } from '../online-cases.js'
import type { Reason } from '../../comparison/reason.js'
import { ServerLog } from './server-log.js'
import type { ServingResult } from './serving-result.js'
import { servingCaseResult, type ServingEvidence } from './serving-case-result.js'

const entry: OnlineCase = {
  name: 'request rate 4',
  load: { requestRate: 4 },
  prompts: 40,
  inputLength: 512,
  outputLength: 32,
}

const sound: ServingResult = {
  counts: {
    completed: 40,
    duration: 10.2,
    totalOutputTokens: 1280,
    totalOutputTokensRetokenized: 1279,
    outputThroughput: 125.5,
  },
  latencies: { median_e2e_latency: 300, median_ttft: 20, median_itl: 9, median_tpot: 9.1, p99_ttft: 44 },
}

const evidence = (change: Partial<ServingEvidence> = {}): ServingEvidence => ({
  result: sound,
  firstError: undefined,
  exitCode: 0,
  timedOut: false,
  oomKilled: false,
  observations: new ServerLog().observations,
  startsCold: true,
  hasDataset: false,
  wallSeconds: 10.5,
  ...change,
})

const seen = (change: Partial<ServingEvidence['observations']>) => ({
  observations: { ...new ServerLog().observations, ...change },
})

describe('servingCaseResult', () => {
  it('has the metrics in their units, and the time that the host saw', () => {
    expect(servingCaseResult(entry, evidence())).toEqual({
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
      wallSeconds: 10.5,
    })
  })

  it.each<[string, Partial<ServingEvidence>, Reason]>([
    [
      'some requests failed',
      { result: { ...sound, counts: { ...sound.counts, completed: 39 } } },
      { kind: 'requests-failed', completed: 39, of: 40 },
    ],
    [
      'its data set was too small',
      { result: { ...sound, counts: { ...sound.counts, completed: 39 } }, hasDataset: true },
      { kind: 'too-few-conversations', completed: 39, of: 40 },
    ],
    [
      'all requests were refused inside successful answers',
      { result: { ...sound, counts: { ...sound.counts, totalOutputTokensRetokenized: 0 } } },
      { kind: 'empty-answers' },
    ],
    [
      'it died',
      { result: undefined, exitCode: 1, firstError: 'ConnectionResetError' },
      { kind: 'no-result', exitCode: 1, outOfMemory: false, details: ['ConnectionResetError'] },
    ],
    [
      'its file cannot be read and nothing was printed',
      { result: undefined, fileProblem: 'serving.jsonl, row 2: it is not whole' },
      {
        kind: 'no-result',
        exitCode: 0,
        outOfMemory: false,
        details: ['serving.jsonl, row 2: it is not whole'],
      },
    ],
    [
      'it died and its file cannot be read',
      { result: undefined, exitCode: 1, firstError: 'Oops', fileProblem: 'serving.jsonl: it is empty' },
      {
        kind: 'no-result',
        exitCode: 1,
        outOfMemory: false,
        details: ['Oops', 'serving.jsonl: it is empty'],
      },
    ],
    [
      'it had no memory',
      { result: undefined, exitCode: 137, oomKilled: true },
      { kind: 'no-result', exitCode: 137, outOfMemory: true },
    ],
    ['it took too long', { result: undefined, exitCode: 137, timedOut: true }, { kind: 'client-deadline' }],
    [
      'prompts were cached',
      seen({ cachedTokens: 5120 }),
      { kind: 'tokens-from-cache', tokens: 5120, allowed: 40 },
    ],
  ])('has no value but a reason where %s', (_what, change, reason) => {
    const result = servingCaseResult(entry, evidence(change))

    expect(result.values).toBeNull()
    expect(result.reason).toEqual(reason)
  })

  it('takes for granted the token that stands before every prompt, and no more', () => {
    expect(servingCaseResult(entry, evidence(seen({ cachedTokens: 40 })))).not.toHaveProperty('remarks')
    expect(servingCaseResult(entry, evidence(seen({ cachedTokens: 40 }))).values).not.toBeNull()
    expect(servingCaseResult(entry, evidence(seen({ cachedTokens: 41 }))).values).toBeNull()
  })

  it.each([
    { prompts: 128, drawnTwice: 1 },
    { prompts: 500, drawnTwice: 5 },
    { prompts: 2400, drawnTwice: 50 },
  ])(
    'takes for granted $drawnTwice of $prompts prompts that are drawn twice by chance',
    ({ prompts, drawnTwice }) => {
      const many = { ...entry, prompts }
      const result = { ...sound, counts: { ...sound.counts, completed: prompts } }
      const cachedTokens = prompts + drawnTwice * entry.inputLength

      const atMost = servingCaseResult(many, evidence({ result, ...seen({ cachedTokens }) }))
      const more = servingCaseResult(many, evidence({ result, ...seen({ cachedTokens: cachedTokens + 1 }) }))

      expect(atMost.values).not.toBeNull()
      expect(atMost.remarks?.[0]).toMatchObject({ kind: 'prompts-came-twice', tokens: cachedTokens })
      expect(more.reason).toMatchObject({ kind: 'tokens-from-cache', allowed: cachedTokens })
    },
  )

  it('takes the prompt of a warm-up for granted that this version cannot do without', () => {
    const cached = seen({ cachedTokens: 552 })

    expect(servingCaseResult(entry, evidence({ ...cached, startsCold: false })).values).not.toBeNull()
    expect(servingCaseResult(entry, evidence(cached)).values).toBeNull()
  })

  it('takes for granted what a request that was put back finds again: its prompt and its answer so far', () => {
    const cached = (cachedTokens: number) => seen({ cachedTokens, retractedRequests: 2 })

    const found = servingCaseResult(entry, evidence(cached(40 + 2 * 544)))

    expect(found.values).not.toBeNull()
    expect(found.remarks).toEqual([
      { kind: 'prompts-came-twice', tokens: 1128, of: 20480 },
      { kind: 'requests-put-back', requests: 2 },
    ])
    expect(servingCaseResult(entry, evidence(cached(41 + 2 * 544))).values).toBeNull()
  })

  it('says what to do about conversations that begin alike', () => {
    const cached = seen({ cachedTokens: 5120 })

    expect(servingCaseResult(entry, evidence({ ...cached, hasDataset: true })).reason).toHaveProperty(
      'flag',
      '--disable-radix-cache',
    )
    expect(servingCaseResult(entry, evidence(cached)).reason).not.toHaveProperty('flag')
  })

  it('marks a build of kernels', () => {
    const build = seen({ builtModule: 'module_moe' })

    expect(servingCaseResult(entry, evidence(build)).disturbance).toEqual({
      kind: 'kernels-built',
      module: 'module_moe',
    })
  })

  it('remarks on a queue, on retractions and on missing graphs', () => {
    const slow = { ...sound, counts: { ...sound.counts, duration: 20 } }
    const observed = seen({ retractedRequests: 3, decodeBatches: 10, decodeBatchesWithoutGraph: 5 })

    expect(servingCaseResult(entry, evidence({ result: slow, ...observed })).remarks).toEqual([
      { kind: 'rate-not-reached', achieved: expect.closeTo(2.03, 2) as number, offered: 4, saturated: true },
      { kind: 'requests-put-back', requests: 3 },
      { kind: 'batches-without-graph', percent: 50 },
    ])
  })

  it('remarks on a file that could not be read beside what was printed', () => {
    const result = servingCaseResult(entry, evidence({ fileProblem: 'serving.jsonl, row 2: it is cut' }))

    expect(result.values).not.toBeNull()
    expect(result.remarks).toEqual([
      { kind: 'result-file-unusable', text: 'serving.jsonl, row 2: it is cut' },
    ])
  })

  it('says what was achieved where too little was, although no queue grew', () => {
    const few = { ...sound, counts: { ...sound.counts, duration: 13.28 } }

    const result = servingCaseResult(entry, evidence({ result: few }))

    expect(result.remarks).toEqual([
      { kind: 'rate-not-reached', achieved: expect.closeTo(3.08, 2) as number, offered: 4, saturated: false },
    ])
    expect(result).not.toHaveProperty('saturated')
  })

  it('cannot fall behind where so many requests run as are asked for', () => {
    const closed: OnlineCase = { ...entry, load: { maxConcurrency: 4 } }
    const slow = { ...sound, counts: { ...sound.counts, duration: 20 } }

    expect(servingCaseResult(closed, evidence({ result: slow }))).not.toHaveProperty('remarks')
    expect(servingCaseResult(closed, evidence({ result: slow }))).not.toHaveProperty('saturated')
    expect(servingCaseResult(entry, evidence({ result: slow }))).toHaveProperty('saturated', true)
  })
})
