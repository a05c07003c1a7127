import type { CaseResult } from '../comparison/launch.js'
import type { Reason } from '../comparison/reason.js'
import { ResultFileError } from '../comparison/result-file-error.js'
import type { Work } from '../comparison/work.js'
import { achievedRate } from './achieved-rate.js'
import type { ClientReader, ProgramEnd } from './engine.js'
import type { LoadOutput } from './load-output.js'
import type { LoadResult } from './load-result.js'
import type { OnlineCase } from './online-cases.js'
import { arrivalsOf } from './overload.js'

/** What a server's log says of the case that was measured. */
export interface ServedFacts {
  /** Why it does not count. */
  readonly reason?: Reason | undefined
  /** What a reader should know of its values. */
  readonly remarks: readonly Reason[]
  /** The first kernels that were compiled meanwhile. */
  readonly builtModule: string | undefined
  /** Prompt tokens that were found in the server's cache; absent where it keeps none. */
  readonly cachedTokens?: number
}

/** One run of a load generator. */
export interface CaseRun {
  readonly entry: OnlineCase
  readonly output: Pick<LoadOutput, 'read' | 'hasBegun' | 'firstError'>
  /** Reads the file that it leaves. Throws ResultFileError. */
  readonly resultIn: (text: string) => LoadResult
  readonly factsIn: (serverLines: readonly string[]) => ServedFacts
  /** Whether its prompts are cut from a file, which may have too few. */
  readonly hasDataset?: boolean
  /** Whether its file always counts the tokens of the answers' text. */
  readonly countsAnswers?: boolean
}

/** Reads one run of a load generator, and tells what its case came to. */
export function loadReader(run: CaseRun): ClientReader<CaseResult> {
  const { entry, output, factsIn } = run
  return {
    read: (line) => {
      output.read(line)
    },
    get hasBegun() {
      return output.hasBegun
    },
    result: (end, { wallSeconds, serverLines }) => {
      const measured = { case: entry.name, repeats: [], wallSeconds }
      const result = writtenResult(run, end)
      if ('kind' in result) return { ...measured, values: null, reason: result }
      const { reason, remarks, builtModule: module, cachedTokens } = factsIn(serverLines)
      const shared = { ...measured, work: workOf(result, cachedTokens) }
      const fault = faultOf(run, result) ?? reason
      if (fault !== undefined) return { ...shared, values: null, reason: fault }
      const rate = rateRemark(entry, result)
      const all = [...(rate === undefined ? [] : [rate]), ...remarks]
      return {
        ...shared,
        values: { ...result.metrics },
        reason: null,
        ...arrivalsOf(entry, {
          ...{ requests: result.completed, seconds: result.seconds },
          answer: result.metrics.e2e_latency_median,
        }),
        ...(rate?.saturated === true ? { saturated: true as const } : {}),
        ...(all.length === 0 ? {} : { remarks: all }),
        ...(module === undefined ? {} : { disturbance: { kind: 'kernels-built' as const, module } }),
      }
    },
  }
}

function workOf({ completed, outputTokens, acceptLength }: LoadResult, cachedTokens?: number): Work {
  return {
    requests: completed,
    'output-tokens': outputTokens,
    ...(cachedTokens !== undefined && { 'cached-prompt-tokens': cachedTokens }),
    ...(acceptLength !== undefined && { 'accept-length': acceptLength }),
  }
}

/** What is in its file, or why there is nothing. */
function writtenResult(
  { output, resultIn }: CaseRun,
  { file, exitCode, timedOut, oomKilled }: ProgramEnd,
): LoadResult | Reason {
  if (timedOut) return { kind: 'client-deadline' }
  const nothing = (problem?: string): Reason => ({
    ...{ kind: 'no-result', exitCode, outOfMemory: oomKilled },
    ...withDetails(output.firstError, problem),
  })
  if (file === undefined) return nothing()
  if ('problem' in file) return nothing(file.problem)
  try {
    return resultIn(file.text)
  } catch (error) {
    if (error instanceof ResultFileError) return nothing(error.message)
    throw error
  }
}

/**
 * Why a run does not count; undefined where it does. Load generators call a run a success in which every
 * request was refused: a refusal comes as HTTP 200 with an error in its stream.
 */
function faultOf(
  { entry, output, hasDataset, countsAnswers }: CaseRun,
  result: LoadResult,
): Reason | undefined {
  const { completed, outputTokens, answerTokens, metrics } = result
  const { firstError } = output
  const details = withDetails(firstError)
  if (completed !== entry.prompts) {
    // Of a file that is too small it makes fewer requests, and says nothing.
    const kind = hasDataset === true && firstError === undefined ? 'too-few-conversations' : 'requests-failed'
    return { kind, completed, of: entry.prompts, ...details }
  }
  if (outputTokens === 0) return { kind: 'no-tokens', ...details }
  if (answerTokens === 0 || (countsAnswers === true && answerTokens === undefined))
    return { kind: 'empty-answers', ...details }
  return metrics.ttft_median === undefined ? { kind: 'no-first-token', ...details } : undefined
}

/** What the program, or its file, says of its failure, as far as they say anything. */
function withDetails(...said: readonly (string | undefined)[]): { details?: string[] } {
  const details = said.filter((text) => text !== undefined)
  return details.length === 0 ? {} : { details }
}

function rateRemark({ load }: OnlineCase, { completed, seconds, metrics }: LoadResult) {
  if (!('requestRate' in load)) return undefined
  const { e2e_latency_median: e2eMilliseconds, ttft_median: ttftMilliseconds } = metrics
  return achievedRate({ completed, seconds, e2eMilliseconds, ttftMilliseconds }, load.requestRate)
}
