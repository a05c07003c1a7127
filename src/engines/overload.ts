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
/** A load is light for one with so many times its rate: there 16 requests/s stood out beside 1, 2 and 4, not 8. */
const timesLighter = 4
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
    const found = overloadOf(arrivals, lightestLoad(arrivals, results))
    if (found === undefined) return result
    const told = { ...result, remarks: [found, ...remarks] }
    return found.kind === 'overloaded' ? { ...told, saturated: true } : told
  })
}

function overloadOf(arrivals: Arrivals, light: Arrivals | undefined): Reason | undefined {
  if (keepsUp(arrivals, light?.answer)) return undefined
  const { rate: offered, requests, seconds, answer } = arrivals
  const achieved = requests / seconds
  const slowed = light === undefined ? 1 : answer / light.answer
  if (slowed > mostSlowed) return { kind: 'overloaded', achieved, offered, slowed }
  const isShort = requests / offered < fewestAnswers * answer
  // Beside a load that is nearly as heavy, or overloaded itself, answers that take as long tell nothing.
  const isLight =
    light !== undefined && light.rate * timesLighter <= offered && overloadOf(light, undefined) === undefined
  return isShort && !isLight ? { kind: 'overload-unknown', achieved, offered } : undefined
}

/**
 * Whether a run lasts no longer than its arrivals and one light answer. Requests are random: so many come in a
 * time that varies by 1/sqrt(n). Twice that is left to chance.
 */
function keepsUp({ rate, requests, seconds }: Arrivals, lightAnswer = 0): boolean {
  const bound = enough * (1 - Math.min(2 / Math.sqrt(requests), 0.5)) * rate
  return requests / Math.max(seconds - lightAnswer, Number.EPSILON) >= bound
}

/** The load of the lowest rate below this one with the same lengths. */
function lightestLoad({ rate, lengths }: Arrivals, results: readonly CaseResult[]): Arrivals | undefined {
  const lighter = results.flatMap(({ arrivals }) =>
    arrivals?.lengths === lengths && arrivals.rate < rate ? [arrivals] : [],
  )
  return lighter.sort((left, right) => left.rate - right.rate)[0]
}
