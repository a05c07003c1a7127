import path from 'node:path'
import type { Sample } from '../comparison/samples.js'
import { RecordInvalid } from '../run/errors.js'
import { readRecord } from '../run/record-file.js'
import type { RunRecord } from '../run/record.js'
import { hasRecord } from '../run/retried-run.js'
import { looksOf } from '../verdict/looks.js'
import type { JudgeOptions } from '../verdict/options.js'
import { judgeOptionsOf } from '../verdict/planned-options.js'
import { Refused } from './command-error.js'
import { percentage, refuseBothPairs, wholeNumber } from './options.js'

export interface RuleFlags {
  threshold?: string
  pairs?: string
  maxPairs?: string
}

/** What samples are judged by. */
export interface VerdictRules {
  readonly options: JudgeOptions
  /** The run that measured them, where its `results.json` lies beside them. */
  readonly run?: RunRecord
  /** Where the looks come from, in words. */
  readonly origin: string
}

/**
 * The rules of the run that measured these samples, where its `results.json` lies beside them, so that they get
 * the word that its report has; else the defaults. Flags go before both.
 *
 * @throws Refused, for a flag that is wrong
 */
export async function rulesFor(
  file: string | undefined,
  samples: readonly Sample[],
  flags: RuleFlags,
): Promise<VerdictRules> {
  const asked = looksAsked(flags)
  const threshold = percentage(flags.threshold)
  const { run, problem } = file === undefined ? {} : await runBeside(file, samples)
  const own = run === undefined ? {} : { ...judgeOptionsOf(run.plan), final: run.ending !== undefined }
  const options = {
    looks: looksOf({}),
    ...own,
    ...(asked === undefined ? {} : { looks: asked }),
    ...(threshold === undefined ? {} : { threshold }),
  }
  if (asked !== undefined) return { options, origin: 'as asked for', ...(run && { run }) }
  if (run !== undefined) return { options, origin: 'as in the results.json beside the samples', run }
  return { options, origin: `by default, as ${problem ?? 'no results.json beside the samples says others'}` }
}

function looksAsked(flags: RuleFlags): number[] | undefined {
  const pairs = pairsGiven('--pairs', flags.pairs)
  const maxPairs = pairsGiven('--max-pairs', flags.maxPairs)
  refuseBothPairs(flags)
  if (pairs !== undefined) return looksOf({ pairs })
  return maxPairs === undefined ? undefined : looksOf({ maxPairs })
}

/**
 * Every fifth number of pairs is a look: without a bound a slip of the finger makes more of them than there
 * is memory.
 */
const mostPairs = 10_000

function pairsGiven(flag: string, text: string | undefined): number | undefined {
  const number = wholeNumber(flag, text, '4')
  if (number === 0) throw new Refused(`${flag} must be 1 or more`)
  if (number !== undefined && number > mostPairs) throw new Refused(`${flag} must be ${mostPairs} or less`)
  return number
}

/** The run whose samples these are. Other programs call their files results.json, too. */
async function runBeside(
  file: string,
  samples: readonly Sample[],
): Promise<{ run?: RunRecord; problem?: string }> {
  const folder = path.dirname(path.resolve(file))
  if (!(await hasRecord(folder))) return {}
  try {
    const run = await readRecord(folder)
    const isOfRun = ({ model, benchmarkType }: Sample) =>
      run.plan.stages.some((stage) => stage.model === model && stage.benchmarkType === benchmarkType)
    return samples.every(isOfRun)
      ? { run }
      : { problem: 'the results.json beside the samples is of other stages' }
  } catch (error) {
    if (!(error instanceof RecordInvalid)) throw error
    return { problem: 'the results.json beside the samples is not of prbench, or is broken' }
  }
}
