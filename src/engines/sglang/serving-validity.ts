import type { Reason } from '../../comparison/reason.js'
import type { ServingResult } from './serving-result.js'

type Fault = Extract<
  Reason,
  { kind: 'figures-missing' | 'requests-failed' | 'no-tokens' | 'empty-answers' | 'no-first-token' }
>

/**
 * Why a run of the load generator does not count; undefined if it counts. The program itself calls a run a
 * success in which every request was refused: a refusal comes as HTTP 200 with an error in its stream.
 */
export function servingFault(result: ServingResult, prompts: number): Fault | undefined {
  const { completed, totalOutputTokens, totalOutputTokensRetokenized } = result.counts
  const ttft = result.latencies.median_ttft
  if (completed === undefined) return { kind: 'figures-missing', figures: ['completed'] }
  if (completed !== prompts) return { kind: 'requests-failed', completed, of: prompts }
  if (totalOutputTokens === 0) return { kind: 'no-tokens' }
  if (totalOutputTokensRetokenized === 0) return { kind: 'empty-answers' }
  if (ttft === 0) return { kind: 'no-first-token' }
  // A program that dies as it prints, or a `NaN` in its file.
  const figures = (
    [
      ['output-tokens', totalOutputTokens],
      ['answer-tokens', totalOutputTokensRetokenized],
      ['ttft', ttft],
    ] as const
  ).flatMap(([what, value]) => (value === undefined ? [what] : []))
  return figures.length === 0 ? undefined : { kind: 'figures-missing', figures }
}
