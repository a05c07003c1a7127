import type { OfflineCase } from './offline-cases.js'
import { median } from '../../comparison/change.js'
import type { CaseResult, EngineState } from '../../comparison/launch.js'
import type { MeasuringReader } from '../engine.js'
import { jitBuildMarkers } from '../output/jit-build.js'
import type { OneBatchEvent } from './one-batch-event.js'
import { oneBatchMarkers } from './one-batch-line.js'
import { OneBatchOutput } from './one-batch-output.js'
import { measuredShapes, type OneBatchProcess } from './one-batch-process.js'
import { batchThroughputs, type BatchLatencies, type BatchShape } from './one-batch-shape.js'
import { ServerLog, serverLogMarkers } from './server-log.js'

/** Each line that `OneBatchReader` knows holds one of these. */
export const oneBatchReaderMarkers = [...oneBatchMarkers, ...jitBuildMarkers, ...serverLogMarkers] as const

type Values = Record<string, number>

/**
 * Reads what a one-batch process prints and tells each case as soon as its last pass is measured.
 *
 * The first of several passes warms up (kernels, autotuning) and is not counted: a case's value is the median
 * of the others.
 */
export class OneBatchReader implements MeasuringReader {
  readonly #output: OneBatchOutput
  readonly #log = new ServerLog()
  readonly #repeats = new Map<string, Values[]>()
  readonly #dealtWith = new Map<string, number>()
  readonly #shapes: readonly BatchShape[]
  /** By case: the module that was compiled in one of its measured passes. */
  readonly #builds = new Map<string, string>()

  constructor(private readonly process: Pick<OneBatchProcess<OfflineCase>, 'cases' | 'passes'>) {
    this.#shapes = measuredShapes(process)
    this.#output = new OneBatchOutput(this.#shapes)
  }

  /** Reads a line. Gives the cases that it finished. */
  read(line: string): CaseResult[] {
    this.#log.read(line)
    return this.#output.read(line).flatMap((event) => this.#take(event))
  }

  /** All is told by then: the file that `one_batch` writes at its end says what it printed. */
  end(): CaseResult[] {
    return []
  }

  /**
   * Everything that was asked for is measured, skipped or told unreadable. At TP > 1 SGLang's exit code is 0
   * although its workers crashed.
   */
  get isComplete(): boolean {
    return this.#output.isComplete
  }

  get isOutOfMemory(): boolean {
    return this.#output.failure === 'out-of-memory'
  }

  /** What the engine resolved; undefined where it said nothing of it. */
  get state(): EngineState | undefined {
    const { state } = this.#log
    return Object.keys(state.resolved).length > 0 || state.arguments !== undefined ? state : undefined
  }

  /** The case that is measured, or that the warm-up runs; null while the model is loaded and at the end. */
  get current(): string | null {
    if (this.#output.phase === 'loading') return null
    const shape = this.#shapes[this.#output.phase === 'warming-up' ? 0 : this.#output.position]
    return (shape === undefined ? undefined : this.#caseOf(shape)?.name) ?? null
  }

  #take(event: OneBatchEvent): CaseResult[] {
    switch (event.kind) {
      case 'measuring':
        this.#repeats.clear()
        this.#dealtWith.clear()
        return []
      case 'measured':
        return this.#dealWith(event.measurement, metricValues(event.measurement))
      case 'unreadable':
        return this.#dealWith(event.shape)
      case 'skipped':
        return this.#skip(event.shape)
      case 'jit-build':
        this.#noteBuild(event.module, event.index)
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
    return dealtWith === this.process.passes ? [this.#result(entry.name, repeats)] : []
  }

  #result(name: string, repeats: readonly Values[]): CaseResult {
    const warm = this.process.passes > 1 ? repeats.slice(1) : repeats
    const shared = { case: name, repeats: [...repeats] }
    const values = medians(warm)
    if (values === undefined) return { ...shared, values: null, reason: { kind: 'output-unreadable' } }
    const module = this.#builds.get(name)
    const disturbance =
      module === undefined ? {} : { disturbance: { kind: 'kernels-built' as const, module } }
    return { ...shared, values, reason: null, ...disturbance }
  }

  #skip(shape: BatchShape): CaseResult[] {
    const entry = this.#caseOf(shape)
    const pass = entry === undefined ? undefined : (this.#dealtWith.get(entry.name) ?? 0) + 1
    if (entry === undefined || pass === undefined) return []
    this.#dealtWith.set(entry.name, pass)
    if (pass > 1) return []
    return [{ case: entry.name, values: null, reason: { kind: 'batch-too-large' }, repeats: [] }]
  }

  /** A build in the first of several passes is what that pass is there for. */
  #noteBuild(module: string, index: number | undefined): void {
    const casesAPass = this.#shapes.length / this.process.passes
    if (index === undefined || (this.process.passes > 1 && index < casesAPass)) return
    const shape = this.#shapes[index]
    const name = shape === undefined ? undefined : this.#caseOf(shape)?.name
    if (name !== undefined && !this.#builds.has(name)) this.#builds.set(name, module)
  }

  #caseOf(shape: BatchShape): OfflineCase | undefined {
    return this.process.cases.find(
      (entry) =>
        entry.batchSize === shape.batchSize &&
        entry.inputLength === shape.inputLength &&
        entry.outputLength === shape.outputLength,
    )
  }
}

/** One measurement as SGLang's metrics, in their units. */
function metricValues(measurement: BatchShape & BatchLatencies): Values {
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
