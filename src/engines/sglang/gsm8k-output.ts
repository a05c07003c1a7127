import { plainLine } from '../output/printed-line.js'

/** One run of GSM8K: shares from 0 to 1, seconds, tokens a second. */
export interface Gsm8kResult {
  readonly accuracy: number
  /** The share of answers that hold no number. */
  readonly invalid?: number
  readonly latency?: number
  readonly outputThroughput?: number
}

/** A run that printed no accuracy has none; it is not zero. */
export type Gsm8kOutcome = Gsm8kResult | { readonly missing: 'no-accuracy-printed' | 'requests-refused' }

/** Each line that `Gsm8kOutput` knows holds one of these. */
export const gsm8kMarkers = ['Accuracy: ', 'Invalid: ', 'Latency: ', 'Output throughput: '] as const

const share = String.raw`(\d(?:\.\d{1,9})?)`
const amount = String.raw`(\d{1,12}(?:\.\d{1,9})?)`
const patterns = {
  accuracy: new RegExp(`^Accuracy: ${share}$`),
  invalid: new RegExp(`^Invalid: ${share}$`),
  latency: new RegExp(`^Latency: ${amount} s$`),
  outputThroughput: new RegExp(`^Output throughput: ${amount} token/s$`),
}

/** Reads what SGLang's few-shot evaluator of GSM8K prints, line by line as it comes. */
export class Gsm8kOutput {
  #printed: Partial<Gsm8kResult> = {}

  /** Reads the next line. */
  read(line: string): void {
    const plain = plainLine(line)
    const text = plain.slice(plain.lastIndexOf('\r') + 1).trim()
    for (const [name, pattern] of Object.entries(patterns)) {
      const found = pattern.exec(text)?.[1]
      if (found !== undefined) this.#printed = { ...this.#printed, [name]: Number(found) }
    }
  }

  /** The run's result. Where not one token was answered, every request was refused. */
  get outcome(): Gsm8kOutcome {
    const { accuracy, ...rest } = this.#printed
    if (accuracy === undefined) return { missing: 'no-accuracy-printed' }
    return rest.outputThroughput === 0 ? { missing: 'requests-refused' } : { accuracy, ...rest }
  }
}
