import type { ServingResult } from './serving-result.js'

/**
 * Why a run of the load generator does not count, in words; undefined if it counts. The program itself calls a
 * run a success in which every request was refused: a refusal comes as HTTP 200 with an error in its stream.
 */
export function servingFault(result: ServingResult, prompts: number): string | undefined {
  const { completed, totalOutputTokens, totalOutputTokensRetokenized } = result.counts
  const ttft = result.latencies.median_ttft
  if (completed === undefined) return 'the load generator did not say how many requests succeeded'
  if (completed !== prompts) return `only ${completed} of ${prompts} requests succeeded`
  const unsaid = [
    ['how many tokens were generated', totalOutputTokens],
    ['how many tokens the answers hold', totalOutputTokensRetokenized],
    ['the median time to first token', ttft],
  ].flatMap(([what, value]) => (value === undefined ? [what] : []))
  if (totalOutputTokens === 0) return 'no token was generated'
  if (totalOutputTokensRetokenized === 0) {
    return 'the answers hold no text: the server refused the requests inside successful responses'
  }
  if (ttft === 0) return 'the median time to first token is 0: the requests were refused'
  // A program that dies as it prints, or a `NaN` in its file.
  return unsaid.length === 0 ? undefined : `the load generator did not say ${unsaid.join(', nor ')}`
}

/** Below this share of the offered rate it is said what was achieved. */
const enough = 0.95

/** What of an offered rate was achieved. */
export interface AchievedRate {
  /** Requests/s over the time in which they came: without that of one answer, as the run ends when the last one does. */
  readonly achieved: number
  readonly offered: number
  /**
   * Whether the server fell behind. Then only its output throughput says how fast it is, and TTFT says how long the
   * queue was.
   */
  readonly isSaturated: boolean
}

/**
 * What a run achieved where that is below 95 % of the offered rate (requests/s); undefined where it is not.
 *
 * Arrivals are random, so that even of a server that keeps up n requests come in a time that varies by 1/sqrt(n). Up to
 * twice that is left to chance, but only where TTFT shows that nobody waited: behind a queue that grows, the median
 * request waits half as long as the run was prolonged.
 */
export function achievedRate(result: ServingResult, offered: number): AchievedRate | undefined {
  const { completed, duration } = result.counts
  if (completed === undefined || duration === undefined || !Number.isFinite(offered)) return undefined
  const { median_e2e_latency: answer = 0, median_ttft: wait } = result.latencies
  const arrivalSeconds = Math.max(duration - Math.max(0, answer - (wait ?? 0)) / 1000, Number.EPSILON)
  const achieved = completed / arrivalSeconds
  if (achieved >= enough * offered) return undefined
  const chance = 2 / Math.sqrt(Math.max(completed, 1))
  const isByChance = achieved >= enough * offered * (1 - Math.min(chance, 0.5))
  const prolongedSeconds = arrivalSeconds - completed / offered
  const hasQueue = wait === undefined || wait / 1000 > prolongedSeconds / 4
  return { achieved, offered, isSaturated: hasQueue || !isByChance }
}
