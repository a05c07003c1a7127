import type { Reason } from '../comparison/reason.js'

/** Below this share of the offered rate it is said what was achieved. */
const enough = 0.95

/** One run of a load: how many requests succeeded in how many seconds, and the medians of their latencies. */
export interface LoadRun {
  readonly completed: number
  readonly seconds: number
  readonly e2eMilliseconds: number | undefined
  readonly ttftMilliseconds: number | undefined
}

type RateRemark = Extract<Reason, { kind: 'rate-not-reached' }>

/**
 * What a run achieved where that is below 95 % of the offered rate; undefined where it is not. Requests/s over
 * the time in which they came: without that of one answer, as the run ends when the last one does. `saturated`:
 * the server fell behind, so that only its output throughput says how fast it is, and TTFT how long the queue was.
 *
 * Arrivals are random, so that even of a server that keeps up n requests come in a time that varies by
 * 1/sqrt(n). Up to twice that is left to chance, but only where TTFT shows that nobody waited: behind a queue
 * that grows, the median request waits half as long as the run was prolonged.
 */
export function achievedRate(run: LoadRun, offered: number): RateRemark | undefined {
  if (!Number.isFinite(offered)) return undefined
  const { completed, seconds, e2eMilliseconds: answer = 0, ttftMilliseconds: wait } = run
  const arrivalSeconds = Math.max(seconds - Math.max(0, answer - (wait ?? 0)) / 1000, Number.EPSILON)
  const achieved = completed / arrivalSeconds
  if (achieved >= enough * offered) return undefined
  const chance = 2 / Math.sqrt(Math.max(completed, 1))
  const isByChance = achieved >= enough * offered * (1 - Math.min(chance, 0.5))
  const prolongedSeconds = arrivalSeconds - completed / offered
  const hasQueue = wait === undefined || wait / 1000 > prolongedSeconds / 4
  return { kind: 'rate-not-reached', achieved, offered, saturated: hasQueue || !isByChance }
}
