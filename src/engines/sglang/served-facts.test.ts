import { describe, expect, it } from 'vitest'
import { onlineCase as entry } from '../online-case.fixture.js'
import { servedFacts } from './served-facts.js'
import { ServerLog, type CaseObservations } from './server-log.js'

const madeUp = { startsCold: true, hasDataset: false }

const factsOf = (change: Partial<CaseObservations>, prompts = madeUp, measured = entry) =>
  servedFacts(measured, { ...new ServerLog().observations, ...change }, prompts)

describe('prompt tokens that were found in the cache', () => {
  it('are taken for granted where one stands before every prompt, and no more', () => {
    expect(factsOf({ cachedTokens: 40 })).toMatchObject({ reason: undefined, remarks: [] })
    expect(factsOf({ cachedTokens: 41 }).reason).toEqual({
      kind: 'tokens-from-cache',
      tokens: 41,
      allowed: 40,
    })
  })

  it.each([
    { prompts: 128, drawnTwice: 1 },
    { prompts: 500, drawnTwice: 5 },
    { prompts: 2400, drawnTwice: 50 },
  ])(
    'are taken for granted of $drawnTwice of $prompts prompts that are drawn twice by chance',
    ({ prompts, drawnTwice }) => {
      const many = { ...entry, prompts }
      const cachedTokens = prompts + drawnTwice * entry.inputLength

      const atMost = factsOf({ cachedTokens }, madeUp, many)
      const more = factsOf({ cachedTokens: cachedTokens + 1 }, madeUp, many)

      expect(atMost.reason).toBeUndefined()
      expect(atMost.remarks[0]).toMatchObject({ kind: 'prompts-came-twice', tokens: cachedTokens })
      expect(more.reason).toMatchObject({ kind: 'tokens-from-cache', allowed: cachedTokens })
    },
  )

  it('are taken for granted of a warm-up that this version cannot do without', () => {
    const cached = { cachedTokens: 552 }

    expect(factsOf(cached, { ...madeUp, startsCold: false }).reason).toBeUndefined()
    expect(factsOf(cached).reason).toBeDefined()
  })

  it('are taken for granted of a request that was put back: its prompt and its answer so far', () => {
    const cached = (cachedTokens: number) => ({ cachedTokens, retractedRequests: 2 })

    const found = factsOf(cached(40 + 2 * 544))

    expect(found.reason).toBeUndefined()
    expect(found.remarks).toEqual([
      { kind: 'prompts-came-twice', tokens: 1128, of: 20480 },
      { kind: 'requests-put-back', requests: 2 },
    ])
    expect(factsOf(cached(41 + 2 * 544)).reason).toBeDefined()
  })

  it('come with what to do about conversations that begin alike', () => {
    const cached = { cachedTokens: 5120 }

    expect(factsOf(cached, { ...madeUp, hasDataset: true }).reason).toHaveProperty(
      'flag',
      '--disable-radix-cache',
    )
    expect(factsOf(cached).reason).not.toHaveProperty('flag')
  })
})

it('a case is remarked on for requests that were put back, and for missing graphs', () => {
  const observed = { retractedRequests: 3, decodeBatches: 10, decodeBatchesWithoutGraph: 5 }

  expect(factsOf(observed).remarks).toEqual([
    { kind: 'requests-put-back', requests: 3 },
    { kind: 'batches-without-graph', percent: 50 },
  ])
})
