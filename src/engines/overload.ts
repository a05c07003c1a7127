import type { CaseResult } from '../comparison/launch.js'
import type { Reason } from '../comparison/reason.js'
import type { OnlineCase } from './online-cases.js'

/** A server that keeps up achieves this share of the offered rate, the chance of random arrivals apart. */
const enough = 0.95
/**
 * Answers take longer beside others, and settle where the server keeps up: on eight MI300X at 1.8 to 3.4
 * times the answer of the lightest load at half of what they take, and beyond that at 7 to 10 times.
 */
const mostSlowed = 3.5
/** A run that is shorter than so many of its answers does not tell whether they would have settled. */
const fewestAnswers = 3

type Arrivals = NonNullable<CaseResult['arrivals']>

/**
 * What a case's result says of how its requests came; nothing where they came as others ended. Seconds of the
 * run, milliseconds of its median answer.
 */
export function arrivalsOf(
  { load, inputLength, outputLength }: OnlineCase,
  { requests, seconds, answer }: { requests: number; seconds: number; answer: number | undefined },
): Pick<CaseResult, 'arrivals'> {
  if (!('requestRate' in load) || requests < 1 || seconds <= 0 || answer === undefined) return {}
  const lengths = `${inputLength} + ${outputLength}`
  return { arrivals: { rate: load.requestRate, requests, seconds, answer: answer / 1000, lengths } }
}

/**
 * The results of a launch, `saturated` also where the server took all requests at once and served each more
 * and more slowly: no request waits for its first token then, but the median answer takes many times as long
 * as at the lightest load with the same lengths, and the run lasts longer than its arrivals and one such light
 * answer. The time after the last request tells nothing: it takes one answer of that load either way.
 */
export function withOverload(results: readonly CaseResult[]): CaseResult[] {
  return results.map((result) => {
    const { arrivals, saturated, remarks = [] } = result
    if (arrivals === undefined || saturated === true) return result
    const found = overloadOf(arrivals, lightestAnswer(arrivals, results))
    if (found === undefined) return result
    const told = { ...result, remarks: [found, ...remarks] }
    return found.kind === 'overloaded' ? { ...told, saturated: true } : told
  })
}

/** Requests are random: so many come in a time that varies by 1/sqrt(n). Twice that is left to chance. */
function overloadOf(
  { rate: offered, requests, seconds, answer }: Arrivals,
  light: number | undefined,
): Reason | undefined {
  const bound = enough * (1 - Math.min(2 / Math.sqrt(requests), 0.5)) * offered
  const achieved = requests / seconds
  if (requests / Math.max(seconds - (light ?? 0), Number.EPSILON) >= bound) return undefined
  if (light === undefined) {
    const isShort = requests / offered < fewestAnswers * answer
    return isShort ? { kind: 'overload-unknown', achieved, offered } : undefined
  }
  const slowed = answer / light
  return slowed > mostSlowed ? { kind: 'overloaded', achieved, offered, slowed } : undefined
}

/** The median answer at the lowest rate below this one with the same lengths. */
function lightestAnswer({ rate, lengths }: Arrivals, results: readonly CaseResult[]): number | undefined {
  const lighter = results.flatMap(({ arrivals }) =>
    arrivals?.lengths === lengths && arrivals.rate < rate ? [arrivals] : [],
  )
  return lighter.sort((left, right) => left.rate - right.rate)[0]?.answer
}
