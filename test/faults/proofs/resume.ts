import type { Strike } from '../evidence.js'

/** The heartbeat timeout of work on a host, and what a new attempt may take beyond it. */
export const usualResumeSeconds = 15 + 15

export interface ResumeTimes {
  readonly p50: number
  readonly p95: number
  /** Those above the bound, in words. */
  readonly findings: readonly string[]
}

/** How soon a host measured again after its worker came back. Zeros where none was away. */
export function resumeTimes(strikes: readonly Strike[], longestResumeSeconds = Infinity): ResumeTimes {
  const resumed = strikes.filter((strike) => strike.resumeSeconds !== undefined)
  const seconds = resumed.map((strike) => strike.resumeSeconds ?? 0).sort((left, right) => left - right)
  return {
    p50: percentile(seconds, 0.5),
    p95: percentile(seconds, 0.95),
    findings: resumed
      .filter(({ resumeSeconds = 0 }) => resumeSeconds > longestResumeSeconds)
      .map(
        ({ comparison, kind, resumeSeconds = 0 }) =>
          `${comparison}: after ${kind} it took ${resumeSeconds.toFixed(1)} s until it was measured again, ` +
          `more than ${longestResumeSeconds} s`,
      ),
  }
}

/** By the nearest rank. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}
