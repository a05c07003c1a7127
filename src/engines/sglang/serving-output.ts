import { plainLine } from '../output/printed-line.js'
import { servingLatencies, servingStatistics } from './serving-result.js'
import type { ServingCount, ServingLatencyName, ServingResult } from './serving-result.js'

/** Each line that `ServingOutput` knows holds one of these: `markedLines` reads only their lines. */
export const servingMarkers = [
  'Starting main benchmark run',
  'Serving Benchmark Result',
  '(ms):',
  'tokens',
  'requests:',
  '/s):',
  'duration',
  'output.error=',
] as const

const countLabels: ReadonlyMap<string, ServingCount> = new Map([
  ['Successful requests', 'completed'],
  ['Benchmark duration (s)', 'duration'],
  ['Total generated tokens', 'totalOutputTokens'],
  ['Total generated tokens (retokenized)', 'totalOutputTokensRetokenized'],
  ['Output token throughput (tok/s)', 'outputThroughput'],
])

const statisticTitles = { median: 'Median', p95: 'P95', p99: 'P99' }
const latencyTitles = { e2e_latency: 'E2E Latency', ttft: 'TTFT', tpot: 'TPOT', itl: 'ITL' }

/** `Median E2E Latency (ms)` -> `median_e2e_latency`. */
const latencyLabels: ReadonlyMap<string, ServingLatencyName> = new Map(
  servingStatistics.flatMap((statistic) =>
    servingLatencies.map((latency): [string, ServingLatencyName] => [
      `${statisticTitles[statistic]} ${latencyTitles[latency]} (ms)`,
      `${statistic}_${latency}`,
    ]),
  ),
)

const labelAndNumber = /^([^:]{1,60}): {1,60}(\d{1,15}(?:\.\d{1,9})?)$/

/**
 * Reads what SGLang's load generator prints, of any version, line by line as it comes: by labels, wherever
 * they stand after the last ` Serving Benchmark Result ` heading. Holds one result and one error, however
 * much is printed.
 */
export class ServingOutput {
  #hasBegun = false
  #hasHeading = false
  #counts: Partial<Record<ServingCount, number>> = {}
  #latencies: Partial<Record<ServingLatencyName, number>> = {}
  #firstError: string | undefined

  /** The run that is measured has begun: what was before it warmed up. */
  get hasBegun(): boolean {
    return this.#hasBegun
  }

  /** Reads the next line. */
  read(line: string): void {
    const text = visiblePart(plainLine(line))
    if (text.includes('Starting main benchmark run')) this.#hasBegun = true
    if (text.includes(' Serving Benchmark Result ')) {
      this.#hasHeading = true
      this.#counts = {}
      this.#latencies = {}
      return
    }
    if (text.startsWith('output.error=')) this.#readError(text)
    if (!this.#hasHeading) return
    const [, label = '', number] = labelAndNumber.exec(text) ?? []
    const count = countLabels.get(label)
    const latency = latencyLabels.get(label)
    if (count !== undefined) this.#counts[count] = Number(number)
    if (latency !== undefined) this.#latencies[latency] = Number(number)
  }

  /** What was printed; undefined if no result was. */
  get result(): ServingResult | undefined {
    return this.#hasHeading ? { counts: { ...this.#counts }, latencies: { ...this.#latencies } } : undefined
  }

  /** The last line of the first failed request's traceback, which says why. */
  get firstError(): string | undefined {
    return this.#firstError
  }

  #readError(text: string): void {
    const lines = text
      .slice('output.error='.length)
      .replace(/^['"]|['"]$/g, '')
      .split('\\n')
    this.#firstError ??= (lines.findLast((line) => line.trim() !== '') ?? '').trim().slice(0, 300)
  }
}

/** A progress bar overwrites its line: what follows the last carriage return is what is seen. */
function visiblePart(line: string): string {
  return line.slice(line.lastIndexOf('\r') + 1).trim()
}
