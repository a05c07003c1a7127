import { plainLine } from '../output/printed-line.js'

/** One run of GSM8K: shares from 0 to 1, seconds, tokens a second. */
export interface Gsm8kResult {
  readonly accuracy: number
  /** The share of answers that hold no number; `run_eval` does not print it. */
  readonly invalid?: number
  readonly latency?: number
  readonly outputThroughput?: number
}

/** A run that printed no accuracy has none; it is not zero. */
export type Gsm8kOutcome = Gsm8kResult | { readonly missing: 'no-accuracy-printed' | 'requests-refused' }

/** Each line that `Gsm8kOutput` knows holds one of these. */
export const gsm8kMarkers = [
  'Accuracy: ',
  'Score: ',
  'Invalid: ',
  'Latency: ',
  'latency: ',
  'Output throughput: ',
] as const

const share = String.raw`(\d(?:\.\d{1,9})?)`
const amount = String.raw`(\d{1,12}(?:\.\d{1,9})?)`
const accuracy = new RegExp(`^Accuracy: ${share}$`)
const score = new RegExp(`^Score: ${share}$`)
const invalid = new RegExp(`^Invalid: ${share}$`)
const latency = new RegExp(`^(?:Total latency|Latency): ${amount} s$`)
const throughput = new RegExp(`^Output throughput: ${amount} token/s$`)

/**
 * Reads what a GSM8K evaluator of SGLang prints, line by line as it comes: `bench_sglang.py` and
 * `few_shot_gsm8k` (`Accuracy:`), or `run_eval` (`Score:`).
 */
export class Gsm8kOutput {
  #accuracy: number | undefined
  #score: number | undefined
  #rest: Partial<Omit<Gsm8kResult, 'accuracy'>> = {}

  /** Reads the next line. */
  read(line: string): void {
    const plain = plainLine(line)
    const text = plain.slice(plain.lastIndexOf('\r') + 1).trim()
    this.#accuracy = numberOf(accuracy, text) ?? this.#accuracy
    this.#score = numberOf(score, text) ?? this.#score
    const read = {
      invalid: numberOf(invalid, text),
      latency: numberOf(latency, text),
      outputThroughput: numberOf(throughput, text),
    }
    for (const key of ['invalid', 'latency', 'outputThroughput'] as const) {
      if (read[key] !== undefined) this.#rest = { ...this.#rest, [key]: read[key] }
    }
  }

  /**
   * The run's result. A score counts only with an output throughput above zero beside it: `run_eval` prints
   * `Score: 0.000` and succeeds when every request was refused, and only the throughput is missing then.
   */
  get outcome(): Gsm8kOutcome {
    const isAnswered = (this.#rest.outputThroughput ?? 0) > 0
    if (this.#accuracy !== undefined && (isAnswered || this.#rest.outputThroughput === undefined)) {
      return { accuracy: this.#accuracy, ...this.#rest }
    }
    if (this.#score !== undefined && isAnswered) return { accuracy: this.#score, ...this.#rest }
    const printed = this.#accuracy ?? this.#score
    // An accuracy without a throughput: every request was refused.
    return { missing: printed === undefined ? 'no-accuracy-printed' : 'requests-refused' }
  }
}

function numberOf(pattern: RegExp, text: string): number | undefined {
  const found = pattern.exec(text)?.[1]
  return found === undefined ? undefined : Number(found)
}
