import type { Reason } from '../../comparison/reason.js'
import type { ServedFacts } from '../load-case.js'
import type { OnlineCase } from '../online-cases.js'
import type { CaseObservations } from './server-log.js'

/** How the load generator that ran came by its prompts. */
export interface Prompts {
  /**
   * Whether this version empties the cache between its warm-up and the measured part, or was told to send
   * none.
   */
  readonly startsCold: boolean
  /** Whether they are cut from the recipe's data set, and not made up. */
  readonly hasDataset: boolean
}

/** Tokens of the smallest vocabulary that is reckoned with: Grok-1 has 131,072, DeepSeek-V3 129,280. */
const vocabulary = 100_000

/** Fewer batches than this share without a graph say nothing. */
const graphShare = 0.05

/** What is to be said of a case by what the server's log says of its measured part. */
export function servedFacts(
  entry: OnlineCase,
  observations: CaseObservations,
  { startsCold, hasDataset }: Prompts,
): ServedFacts {
  const { cachedTokens: tokens, builtModule } = observations
  const allowed = cachedTokensAllowed(entry, observations, startsCold)
  // Conversations of a data set begin alike.
  const advice = hasDataset ? { flag: '--disable-radix-cache' } : {}
  return {
    reason: tokens > allowed ? { kind: 'tokens-from-cache', tokens, allowed, ...advice } : undefined,
    remarks: remarksOn(entry, observations),
    builtModule,
    cachedTokens: tokens,
  }
}

/**
 * A case begins with an empty cache, so nothing but what its own prompts share may be found there: one token
 * a prompt, and prompts that are drawn twice. SGLang 0.5.20 and 0.5.23 find none at all where neither is the
 * case.
 *
 * One token, because tokenizers put the same one before every prompt, and the cache keeps single tokens (page
 * size 1). Twice, because SGLang's random prompts are runs of consecutive tokens: two that begin with the
 * same one are the same. Of N from V that is a Poisson number of mean N (N - 1) / 2 V; four standard
 * deviations more are not chance. That is none of 40, 5 of 500, 50 of 2400. A load generator that sends its
 * first prompt as a warm-up, and can neither be kept from it nor empty the cache, finds that prompt there as
 * well.
 *
 * A request that is put back because the cache is full leaves its prompt there, and what it had answered
 * before it was put back earlier, and finds them again (SGLang 0.5.23: 128 of 128 tokens, then 146): its
 * prefill was measured when it came first.
 */
function cachedTokensAllowed(
  { prompts, inputLength, outputLength }: OnlineCase,
  { retractedRequests }: CaseObservations,
  startsCold: boolean,
): number {
  const expected = (prompts * (prompts - 1)) / 2 / vocabulary
  const drawnTwice = Math.floor(expected + 4 * Math.sqrt(expected))
  const foundAgain = retractedRequests * (inputLength + outputLength)
  return prompts + (drawnTwice + (startsCold ? 0 : 1)) * inputLength + foundAgain
}

function remarksOn({ prompts, inputLength }: OnlineCase, observations: CaseObservations): Reason[] {
  const { retractedRequests, decodeBatches, decodeBatchesWithoutGraph, cachedTokens } = observations
  const remarks: Reason[] = []
  // One token a prompt is no prompt.
  if (cachedTokens > prompts) {
    remarks.push({ kind: 'prompts-came-twice', tokens: cachedTokens, of: prompts * inputLength })
  }
  if (retractedRequests > 0) remarks.push({ kind: 'requests-put-back', requests: retractedRequests })
  if (decodeBatches > 0 && decodeBatchesWithoutGraph / decodeBatches > graphShare) {
    const percent = Math.round((100 * decodeBatchesWithoutGraph) / decodeBatches)
    remarks.push({ kind: 'batches-without-graph', percent })
  }
  return remarks
}
