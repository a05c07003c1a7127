import type { ServingResult } from './serving-result.js'

/**
 * Why a run of the load generator does not count, in words; undefined if it counts. The program itself calls a
 * run a success in which every request was refused: a refusal comes as HTTP 200 with an error in its stream.
 */
export function servingFault(result: ServingResult, prompts: number): string | undefined {
  const { completed, totalOutputTokens, totalOutputTokensRetokenized } = result.counts
  const ttft = result.latencies.median_ttft
  if (completed === undefined) return 'the load generator did not say how many requests succeeded'
  if (completed !== prompts) return `only ${String(completed)} of ${String(prompts)} requests succeeded`
  if (!isPositive(totalOutputTokens)) return 'no token was generated'
  if (!isPositive(totalOutputTokensRetokenized)) {
    return 'the answers hold no text: the server refused the requests inside successful responses'
  }
  if (!isPositive(ttft)) return 'the median time to first token is 0: the requests were refused'
  return undefined
}

const isPositive = (value: number | undefined) => value !== undefined && value > 0

/**
 * Whether the server fell behind the offered rate (requests/s): below 95 % of it. Then only its output
 * throughput says how fast it is, and TTFT says how long the queue was.
 *
 * The run ends when the last answer does, so one median answer's time is left out of its duration. Arrivals are
 * random: of n requests the span varies by 1/sqrt(n), and twice that is allowed for.
 */
export function isSaturated(result: ServingResult, offeredRate: number): boolean {
  const { completed, duration } = result.counts
  const answerSeconds = (result.latencies.median_e2e_latency ?? 0) / 1000
  if (completed === undefined || duration === undefined || !Number.isFinite(offeredRate)) return false
  const achieved = completed / Math.max(duration - answerSeconds, Number.EPSILON)
  const chance = 2 / Math.sqrt(Math.max(completed, 1))
  return achieved < 0.95 * offeredRate * (1 - Math.min(chance, 0.5))
}
