import type { OnlineCase } from '../online-cases.js'
import type { CaseResult } from '../../comparison/launch.js'
import type { Reason } from '../../comparison/reason.js'
import { achievedRate, type AchievedRate } from '../achieved-rate.js'
import type { CaseObservations } from './server-log.js'
import { servingMetrics, type ServingResult } from './serving-result.js'
import { servingFault } from './serving-validity.js'

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
  /**
   * Whether this version empties the cache between its warm-up and the measured part, or was told to send
   * none.
   */
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

/**
 * What a case came to: its metrics' values, or the reason why there are none, and what a reader should know.
 */
export function servingCaseResult(entry: OnlineCase, evidence: ServingEvidence): CaseResult {
  const { result, wallSeconds, observations } = evidence
  const shared = { case: entry.name, repeats: [], wallSeconds }
  if (result === undefined) return { ...shared, values: null, reason: noResult(evidence) }
  const reason = reasonAgainst(entry, result, evidence)
  if (reason !== undefined) return { ...shared, values: null, reason }
  const remarks = remarksOn(entry, result, evidence)
  const isSaturated = remarks.some((remark) => remark.kind === 'rate-not-reached' && remark.saturated)
  const module = observations.builtModule
  return {
    ...shared,
    values: servingMetrics(result),
    reason: null,
    ...(isSaturated ? { saturated: true as const } : {}),
    ...(remarks.length === 0 ? {} : { remarks }),
    ...(module === undefined ? {} : { disturbance: { kind: 'kernels-built' as const, module } }),
  }
}

function noResult({ timedOut, exitCode, oomKilled, firstError, fileProblem }: ServingEvidence): Reason {
  if (timedOut) return { kind: 'client-deadline' }
  const details = [firstError, fileProblem].filter((text) => text !== undefined)
  return { kind: 'no-result', exitCode, outOfMemory: oomKilled, ...(details.length === 0 ? {} : { details }) }
}

function reasonAgainst(
  entry: OnlineCase,
  result: ServingResult,
  evidence: ServingEvidence,
): Reason | undefined {
  const { firstError, timedOut, hasDataset, observations } = evidence
  if (timedOut) return { kind: 'client-deadline' }
  const fault = servingFault(result, entry.prompts)
  if (fault?.kind === 'requests-failed' && hasDataset && firstError === undefined) {
    // Of a data set that is too small the load generator makes fewer requests, and says nothing.
    return { ...fault, kind: 'too-few-conversations' }
  }
  if (fault !== undefined) return { ...fault, ...(firstError === undefined ? {} : { details: [firstError] }) }
  const { cachedTokens: tokens } = observations
  const allowed = cachedTokensAllowed(entry, evidence)
  if (tokens <= allowed) return undefined
  // Conversations of a data set begin alike.
  return {
    kind: 'tokens-from-cache',
    tokens,
    allowed,
    ...(hasDataset ? { flag: '--disable-radix-cache' } : {}),
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
  { startsCold, observations: { retractedRequests } }: ServingEvidence,
): number {
  const expected = (prompts * (prompts - 1)) / 2 / vocabulary
  const drawnTwice = Math.floor(expected + 4 * Math.sqrt(expected))
  const foundAgain = retractedRequests * (inputLength + outputLength)
  return prompts + (drawnTwice + (startsCold ? 0 : 1)) * inputLength + foundAgain
}

function remarksOn(
  { load, prompts, inputLength }: OnlineCase,
  result: ServingResult,
  { observations, fileProblem }: ServingEvidence,
): Reason[] {
  const { retractedRequests, decodeBatches, decodeBatchesWithoutGraph, cachedTokens } = observations
  const remarks: Reason[] = []
  const rate = 'requestRate' in load ? rateOf(result, load.requestRate) : undefined
  if (rate !== undefined) {
    const { achieved, offered, isSaturated: saturated } = rate
    remarks.push({ kind: 'rate-not-reached', achieved, offered, saturated })
  }
  // One token a prompt is no prompt.
  if (cachedTokens > prompts) {
    remarks.push({ kind: 'prompts-came-twice', tokens: cachedTokens, of: prompts * inputLength })
  }
  if (retractedRequests > 0) remarks.push({ kind: 'requests-put-back', requests: retractedRequests })
  if (decodeBatches > 0 && decodeBatchesWithoutGraph / decodeBatches > graphShare) {
    const percent = Math.round((100 * decodeBatchesWithoutGraph) / decodeBatches)
    remarks.push({ kind: 'batches-without-graph', percent })
  }
  if (fileProblem !== undefined) remarks.push({ kind: 'result-file-unusable', text: fileProblem })
  return remarks
}

function rateOf({ counts, latencies }: ServingResult, offered: number): AchievedRate | undefined {
  const { completed, duration: seconds } = counts
  if (completed === undefined || seconds === undefined) return undefined
  const { median_e2e_latency: e2eMilliseconds, median_ttft: ttftMilliseconds } = latencies
  return achievedRate({ completed, seconds, e2eMilliseconds, ttftMilliseconds }, offered)
}
