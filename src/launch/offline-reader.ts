import type { OfflineCase } from '../comparison/case.js'
import { median } from '../comparison/change.js'
import type { CaseResult } from '../comparison/launch.js'
import { jitBuildMarkers } from '../engines/output/jit-build.js'
import type { OneBatchEvent } from '../engines/sglang/one-batch-event.js'
import { oneBatchMarkers } from '../engines/sglang/one-batch-line.js'
import { OneBatchOutput } from '../engines/sglang/one-batch-output.js'
import { batchThroughputs, type BatchLatencies, type BatchShape } from '../engines/sglang/one-batch-shape.js'
import { builtInside } from './kernel-builds.js'

/** Each line that `OfflineReader` knows holds one of these. */
export const offlineMarkers = [...oneBatchMarkers, ...jitBuildMarkers] as const

type Values = Record<string, number>

/**
 * Reads what a one-batch process prints and tells each case as soon as its last pass is measured.
 *
 * The first of several passes warms up (kernels, autotuning) and is not counted: a case's value is the median of
 * the others.
 */
export class OfflineReader {
  readonly #output: OneBatchOutput
  readonly #repeats = new Map<string, Values[]>()
  readonly #dealtWith = new Map<string, number>()
  readonly #measured: (BatchShape & BatchLatencies)[] = []
  readonly #shapes: readonly BatchShape[]
  /** By case: the module that was compiled in one of its measured passes. */
  readonly #builds = new Map<string, string>()

  /**
   * @param cases those of the process, each of another shape
   * @param shapes the shapes in the order of measurement, passes included
   */
  constructor(
    private readonly cases: readonly OfflineCase[],
    shapes: readonly BatchShape[],
    private readonly passes: number,
  ) {
    this.#shapes = shapes
    this.#output = new OneBatchOutput(shapes)
  }

  /** Reads a line. Gives the cases that it finished. */
  read(line: string): CaseResult[] {
    return this.#output.read(line).flatMap((event) => this.#take(event))
  }

  /** Everything that was asked for is measured, skipped or told unreadable. */
  get isComplete(): boolean {
    return this.#output.isComplete
  }

  get outOfMemory(): boolean {
    return this.#output.failure?.reason === 'out-of-memory'
  }

  /** Why the measured part should not be trusted. */
  get disturbance(): string | undefined {
    const [module] = this.#builds.values()
    return module === undefined ? undefined : builtInside(module)
  }

  /** The case that is measured, or that the warm-up runs; null while the model is loaded and at the end. */
  get current(): string | null {
    if (this.#output.phase === 'loading') return null
    const shape = this.#shapes[this.#output.phase === 'warming-up' ? 0 : this.#output.position]
    return (shape === undefined ? undefined : this.#caseOf(shape)?.name) ?? null
  }

  /**
   * The finished cases again, with the full precision of the process' result file. `undefined` where its rows are
   * not those of what was printed: then what was printed stands.
   */
  refined(rows: readonly (BatchShape & BatchLatencies)[]): CaseResult[] | undefined {
    if (rows.length !== this.#measured.length) return undefined
    const repeats = new Map<string, Values[]>()
    for (const [index, row] of rows.entries()) {
      const printed = this.#measured[index]
      const entry = this.#caseOf(row)
      if (printed === undefined || entry === undefined || !agrees(row, printed)) return undefined
      repeats.set(entry.name, [...(repeats.get(entry.name) ?? []), metricValues(row)])
    }
    return [...repeats].map(([name, values]) => this.#result(name, values))
  }

  #take(event: OneBatchEvent): CaseResult[] {
    switch (event.kind) {
      case 'measuring':
        this.#repeats.clear()
        this.#dealtWith.clear()
        this.#measured.length = 0
        return []
      case 'measured':
        this.#measured.push(event.measurement)
        return this.#dealWith(event.measurement, metricValues(event.measurement))
      case 'unreadable':
        return this.#dealWith(event.shape)
      case 'skipped':
        return this.#skip(event.shape)
      case 'jit-build':
        this.#noteBuild(event.build.module, event.index)
        return []
      default:
        return []
    }
  }

  #dealWith(shape: BatchShape, values?: Values): CaseResult[] {
    const entry = this.#caseOf(shape)
    if (entry === undefined) return []
    const repeats = this.#repeats.get(entry.name) ?? []
    if (values !== undefined) repeats.push(values)
    this.#repeats.set(entry.name, repeats)
    const dealtWith = (this.#dealtWith.get(entry.name) ?? 0) + 1
    this.#dealtWith.set(entry.name, dealtWith)
    return dealtWith === this.passes ? [this.#result(entry.name, repeats)] : []
  }

  #result(name: string, repeats: readonly Values[]): CaseResult {
    const warm = this.passes > 1 ? repeats.slice(1) : repeats
    const values = medians(warm)
    if (values === undefined) {
      return {
        case: name,
        values: null,
        reason: 'its printed lines could not be read',
        repeats: [...repeats],
      }
    }
    const module = this.#builds.get(name)
    const disturbance = module === undefined ? {} : { disturbance: builtInside(module) }
    return { case: name, values, reason: '', repeats: [...repeats], ...disturbance }
  }

  #skip(shape: BatchShape): CaseResult[] {
    const entry = this.#caseOf(shape)
    const pass = entry === undefined ? undefined : (this.#dealtWith.get(entry.name) ?? 0) + 1
    if (entry === undefined || pass === undefined) return []
    this.#dealtWith.set(entry.name, pass)
    if (pass > 1) return []
    const reason = 'skipped by SGLang: the batch does not fit into its cache of tokens'
    return [{ case: entry.name, values: null, reason, repeats: [] }]
  }

  /** A build in the first of several passes is what that pass is there for. */
  #noteBuild(module: string, index: number | undefined): void {
    const casesAPass = this.#shapes.length / this.passes
    if (index === undefined || (this.passes > 1 && index < casesAPass)) return
    const shape = this.#shapes[index]
    const name = shape === undefined ? undefined : this.#caseOf(shape)?.name
    if (name !== undefined && !this.#builds.has(name)) this.#builds.set(name, module)
  }

  #caseOf(shape: BatchShape): OfflineCase | undefined {
    return this.cases.find(
      (entry) =>
        entry.batchSize === shape.batchSize &&
        entry.inputLength === shape.inputLength &&
        entry.outputLength === shape.outputLength,
    )
  }
}

/** One measurement as the metrics of src/comparison/metrics.ts, in their units. */
export function metricValues(measurement: BatchShape & BatchLatencies): Values {
  const { prefillLatency, medianDecodeLatency, totalLatency } = measurement
  const { prefillThroughput, decodeThroughput, overallThroughput } = batchThroughputs(
    measurement,
    measurement,
  )
  return {
    e2e_throughput: overallThroughput,
    e2e_latency: totalLatency,
    prefill_latency: prefillLatency,
    prefill_throughput: prefillThroughput,
    ...(medianDecodeLatency === undefined ? {} : { decode_latency: medianDecodeLatency }),
    ...(decodeThroughput === undefined ? {} : { decode_throughput: decodeThroughput }),
  }
}

/** The file has more digits than the lines; more than a hundredth apart, they are not of the same run. */
function agrees(row: BatchShape & BatchLatencies, printed: BatchShape & BatchLatencies): boolean {
  const isClose = (left: number, right: number) => Math.abs(left - right) <= 0.01 * right + 1e-5
  return (
    row.batchSize === printed.batchSize &&
    row.inputLength === printed.inputLength &&
    row.outputLength === printed.outputLength &&
    isClose(row.prefillLatency, printed.prefillLatency) &&
    isClose(row.totalLatency, printed.totalLatency)
  )
}

function medians(repeats: readonly Values[]): Values | undefined {
  const first = repeats[0]
  if (first === undefined) return undefined
  return Object.fromEntries(
    Object.keys(first).flatMap((metric) => {
      const value = median(repeats.flatMap((values) => values[metric] ?? []))
      return value === undefined ? [] : [[metric, value]]
    }),
  )
}
