import type { CaseResult } from '../../comparison/launch.js'
import type { Reason } from '../../comparison/reason.js'
import { ResultFileError } from '../../comparison/result-file-error.js'
import { achievedRate } from '../achieved-rate.js'
import type { ClientReader, ProgramEnd, Served } from '../engine.js'
import type { OnlineCase } from '../online-cases.js'
import { disturbanceIn, remarksIn } from './case-lines.js'
import { ServingOutput } from './serving-output.js'
import { readServingResult, type ServingResult } from './serving-result.js'

export const servingMarkers = ['Starting main benchmark run', 'Error ', 'tip: ', '====='] as const

/** Reads one run of the load generator, and tells what the case came to. */
export class ServingClientReader implements ClientReader<CaseResult> {
  readonly #output = new ServingOutput()

  constructor(
    private readonly entry: OnlineCase,
    private readonly resultFile: string,
  ) {}

  get hasBegun(): boolean {
    return this.#output.hasBegun
  }

  read(line: string): void {
    this.#output.read(line)
  }

  result(end: ProgramEnd, { wallSeconds, serverLines }: Served): CaseResult {
    const { entry } = this
    const shared = { case: entry.name, repeats: [], wallSeconds }
    const written = this.#written(end)
    const reason = 'kind' in written ? written : reasonAgainst(entry, written, this.#details([]))
    if ('kind' in written || reason !== undefined) return { ...shared, values: null, reason: reason ?? null }
    const rate = rateOf(entry, written)
    const remarks = [...(rate === undefined ? [] : [rate]), ...remarksIn(serverLines)]
    const disturbance = disturbanceIn(serverLines)
    return {
      ...shared,
      values: { ...written.metrics },
      reason: null,
      ...(rate?.kind === 'rate-not-reached' && rate.saturated ? { saturated: true as const } : {}),
      ...(remarks.length === 0 ? {} : { remarks }),
      ...(disturbance === undefined ? {} : { disturbance }),
    }
  }

  /** What is in its file, or why there is nothing. */
  #written({ file, exitCode, timedOut, oomKilled }: ProgramEnd): ServingResult | Reason {
    if (timedOut) return { kind: 'client-deadline' }
    const nothing = (problem: string): Reason => ({
      ...{ kind: 'no-result', exitCode, outOfMemory: oomKilled },
      ...this.#details([problem]),
    })
    if (file === undefined) return nothing('')
    if ('problem' in file) return nothing(file.problem)
    try {
      return readServingResult(file.text, this.resultFile)
    } catch (error) {
      if (error instanceof ResultFileError) return nothing(error.message)
      throw error
    }
  }

  /** What the program says of its failure, as far as it says anything. */
  #details(more: readonly string[]): { details?: string[] } {
    const details = [this.#output.firstError ?? '', ...more].filter((text) => text !== '')
    return details.length === 0 ? {} : { details }
  }
}

/** Why a run does not count; undefined where it does. The program ends with 0 where every request failed. */
function reasonAgainst(
  { prompts }: OnlineCase,
  { completed, outputTokens, metrics }: ServingResult,
  details: { details?: string[] },
): Reason | undefined {
  if (completed !== prompts) return { kind: 'requests-failed', completed, of: prompts, ...details }
  if (outputTokens === 0) return { kind: 'no-tokens', ...details }
  if (metrics.ttft_median === undefined) return { kind: 'no-first-token', ...details }
  return undefined
}

function rateOf({ load }: OnlineCase, { completed, seconds, metrics }: ServingResult): Reason | undefined {
  if (!('requestRate' in load)) return undefined
  const rate = achievedRate(
    {
      completed,
      seconds,
      e2eMilliseconds: metrics.e2e_latency_median,
      ttftMilliseconds: metrics.ttft_median,
    },
    load.requestRate,
  )
  if (rate === undefined) return undefined
  return {
    kind: 'rate-not-reached',
    achieved: rate.achieved,
    offered: rate.offered,
    saturated: rate.isSaturated,
  }
}
