import type { OnlineCase } from '../comparison/case.js'
import type { CaseResult } from '../comparison/launch.js'
import type { CaseObservations } from '../engines/sglang/server-log.js'
import { servingMetrics, type ServingResult } from '../engines/sglang/serving-result.js'
import { builtInside } from './kernel-builds.js'
import { achievedRate, servingFault, type AchievedRate } from '../engines/sglang/serving-validity.js'

/** Everything that is known of one run of the load generator. */
export interface ServingEvidence {
  /** From its file, else from what it printed; undefined where there is neither. */
  readonly result: ServingResult | undefined
  /** Of the first request that failed. */
  readonly firstError: string | undefined
  /** Why its file gave no result, with file and row. */
  readonly fileProblem?: string | undefined
  readonly exitCode: number
  readonly timedOut: boolean
  readonly oomKilled: boolean
  /** What the server's log says of the measured part. */
  readonly observations: CaseObservations
  /** Whether this version empties the cache between its warm-up and the measured part, or was told to send none. */
  readonly startsCold: boolean
  /** Whether its prompts are cut from the recipe's data set, and not made up. */
  readonly hasDataset: boolean
  /** From the host's side: seconds from the start of the measured part to the program's end. */
  readonly wallSeconds: number
}

/** Tokens of the smallest vocabulary that is reckoned with: Grok-1 has 131,072, DeepSeek-V3 129,280. */
const vocabulary = 100_000

/** Fewer batches than this share without a graph say nothing. */
const graphShare = 0.05

/** What a case came to: its metrics' values, or the reason why there are none, and what a reader should know. */
export function servingCaseResult(entry: OnlineCase, evidence: ServingEvidence): CaseResult {
  const { wallSeconds, observations } = evidence
  const reason = reasonAgainst(entry, evidence)
  const shared = { case: entry.name, repeats: [], wallSeconds }
  if (reason !== undefined || evidence.result === undefined) {
    return { ...shared, values: null, reason: reason ?? 'the load generator gave no result' }
  }
  const rate = rateOf(entry, evidence.result)
  const remarks = [...(rate === undefined ? [] : [rateRemark(rate)]), ...remarksOn(entry, evidence)]
  const module = observations.jitBuilds[0]?.module
  return {
    ...shared,
    values: servingMetrics(evidence.result),
    reason: '',
    ...(rate?.isSaturated === true ? { saturated: true as const } : {}),
    ...(remarks.length === 0 ? {} : { remarks }),
    ...(module === undefined ? {} : { disturbance: builtInside(module) }),
  }
}

function reasonAgainst(entry: OnlineCase, evidence: ServingEvidence): string | undefined {
  const { result, firstError, fileProblem, exitCode, timedOut, oomKilled, observations } = evidence
  const because = (...reasons: (string | undefined)[]) => {
    const known = reasons.filter((reason) => reason !== undefined)
    return known.length === 0 ? '' : `: ${known.join('; ')}`
  }
  if (timedOut) return 'the load generator ran into its deadline'
  if (result === undefined) {
    const how = oomKilled ? 'ran out of memory' : `ended with exit code ${exitCode}`
    return `the load generator ${how} and gave no result${because(firstError, fileProblem)}`
  }
  const fault = servingFault(result, entry.prompts)
  if (fault !== undefined) return `${fault}${because(firstError ?? fewerConversations(entry, evidence))}`
  const { cachedTokens } = observations
  const allowed = cachedTokensAllowed(entry, evidence)
  if (cachedTokens > allowed) {
    const advice = evidence.hasDataset
      ? '; conversations of a data set begin alike: give the servers --disable-radix-cache (online.serverFlags of the recipe)'
      : ''
    return `${cachedTokens} prompt tokens came from the server's cache, and no more than ${allowed} can by chance: their prefill was not measured${advice}`
  }
  return undefined
}

/** Of a data set that is too small the load generator makes fewer requests, and says nothing. */
function fewerConversations(
  { prompts }: OnlineCase,
  { result, hasDataset }: ServingEvidence,
): string | undefined {
  const completed = result?.counts.completed ?? prompts
  if (!hasDataset || completed >= prompts) return undefined
  return `no request failed, so that the data set has fewer conversations that can be used than ${prompts}`
}

/**
 * A case begins with an empty cache, so nothing but what its own prompts share may be found there: one token a prompt,
 * and prompts that are drawn twice. SGLang 0.5.20 and 0.5.23 find none at all where neither is the case.
 *
 * One token, because tokenizers put the same one before every prompt, and the cache keeps single tokens (page size 1).
 * Twice, because SGLang's random prompts are runs of consecutive tokens: two that begin with the same one are the same.
 * Of N from V that is a Poisson number of mean N (N - 1) / 2 V; four standard deviations more are not chance. That is
 * none of 40, 5 of 500, 50 of 2400. A load generator that sends its first prompt as a warm-up, and can neither be kept
 * from it nor empty the cache, finds that prompt there as well.
 *
 * A request that is put back because the cache is full leaves its prompt there, and what it had answered before it was
 * put back earlier, and finds them again (SGLang 0.5.23: 128 of 128 tokens, then 146): its prefill was measured when it
 * came first.
 */
function cachedTokensAllowed(
  { prompts, inputLength, outputLength }: OnlineCase,
  { startsCold, observations: { retractedRequests } }: ServingEvidence,
): number {
  const expected = (prompts * (prompts - 1)) / 2 / vocabulary
  const drawnTwice = Math.floor(expected + 4 * Math.sqrt(expected))
  const foundAgain = retractedRequests * (inputLength + outputLength)
  return prompts + (drawnTwice + (startsCold ? 0 : 1)) * inputLength + foundAgain
}

function rateOf({ load }: OnlineCase, result: ServingResult): AchievedRate | undefined {
  return 'requestRate' in load ? achievedRate(result, load.requestRate) : undefined
}

function rateRemark({ achieved, offered, isSaturated }: AchievedRate): string {
  const share = Math.floor((100 * achieved) / offered)
  const figures = `${achieved.toFixed(2)} of ${offered} requests/s were achieved, ${share} %`
  return isSaturated
    ? `the server fell behind the offered rate (${figures}): its TTFT says how long the queue was`
    : `${figures}, without a queue: requests come at random, and these few came more slowly`
}

function remarksOn(
  { prompts, inputLength }: OnlineCase,
  { observations, fileProblem }: ServingEvidence,
): string[] {
  const { retractedRequests, decodeBatches, decodeBatchesWithoutGraph, cachedTokens } = observations
  const remarks: string[] = []
  // One token a prompt is no prompt.
  if (cachedTokens > prompts) {
    const share = `${cachedTokens} of ${prompts * inputLength} prompt tokens`
    remarks.push(`${share} came from the server's cache, no more than prompts that come twice explain`)
  }
  if (retractedRequests > 0) {
    remarks.push(`${retractedRequests} requests were put back because the cache of tokens was full`)
  }
  if (decodeBatches > 0 && decodeBatchesWithoutGraph / decodeBatches > graphShare) {
    const share = Math.round((100 * decodeBatchesWithoutGraph) / decodeBatches)
    remarks.push(`${share} % of the decode batches ran without a captured graph`)
  }
  if (fileProblem !== undefined) remarks.push(`${fileProblem}; what was printed is taken`)
  return remarks
}
