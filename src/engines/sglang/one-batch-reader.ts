import { median } from '../../comparison/change.js'
import type { CaseResult, EngineState } from '../../comparison/launch.js'
import type { MeasuringReader } from '../engine.js'
import { jitBuildMarkers, readJitBuild } from '../output/jit-build.js'
import type { OfflineCase } from './offline-cases.js'
import {
  latencyOf,
  oneBatchMarkers,
  readOneBatchLine,
  type FailureReason,
  type MeasurementLine,
  type OneBatchLine,
  type PrintedRate,
} from './one-batch-line.js'
import { measuredCases, type OneBatchProcess } from './one-batch-process.js'
import { batchMetrics, shapeText, type BatchMetrics } from './one-batch-shape.js'
import { ServerLog, serverLogMarkers } from './server-log.js'

/** Each line that `OneBatchReader` knows holds one of these. */
export const oneBatchReaderMarkers = [...oneBatchMarkers, ...jitBuildMarkers, ...serverLogMarkers] as const

/** What of a measurement was printed so far. */
interface Block {
  prefill?: number
  median?: number
  /** A failure was read after its first line: stderr may overtake stdout by some lines. */
  overtaken?: true
}

/**
 * Reads what a one-batch process prints, line by line as it comes, and tells each case as soon as the
 * `Total.` line of its last pass is there. The first of several passes warms up (kernels, autotuning) and is
 * not counted: a case's value is the median of the others.
 *
 * Only what follows the last `Benchmark ...` counts. Old versions do not print which shape they measure, so
 * measurements are counted against the plan; a shape's tokens must fit what is printed.
 */
export class OneBatchReader implements MeasuringReader {
  readonly #log = new ServerLog()
  /** In the order of measurement, passes included. */
  readonly #planned: readonly OfflineCase[]
  #phase: 'loading' | 'warming-up' | 'measuring' = 'loading'
  /** How many of the planned are dealt with: measured, skipped or unreadable. */
  #position = 0
  #block: Block = {}
  /** The failure that the process has not measured its way out of. */
  #failure: FailureReason | undefined
  /** What is printed is not of the planned shapes: no line can be trusted to be of which. */
  #disagrees = false
  /** By case: what its passes gave; undefined for one whose lines did not come whole. */
  readonly #passes = new Map<string, (BatchMetrics | undefined)[]>()
  /** By case: the module that was compiled in one of its measured passes. */
  readonly #builds = new Map<string, string>()

  constructor(private readonly process: Pick<OneBatchProcess<OfflineCase>, 'cases' | 'passes'>) {
    this.#planned = measuredCases(process)
  }

  /** Reads a line. Gives the cases that it finished. */
  read(line: string): CaseResult[] {
    this.#log.read(line)
    const build = readJitBuild(line)
    if (build !== undefined) this.#noteBuild(build.module)
    const said = readOneBatchLine(line)
    return said === undefined ? [] : this.#take(said)
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
    return this.#position === this.#planned.length && !this.#disagrees
  }

  get isOutOfMemory(): boolean {
    return this.#failure === 'out-of-memory'
  }

  /** What the engine resolved; undefined where it said nothing of it. */
  get state(): EngineState | undefined {
    const { state } = this.#log
    return Object.keys(state.resolved).length > 0 || state.arguments !== undefined ? state : undefined
  }

  /** The case that is measured, or that the warm-up runs; null while the model is loaded and at the end. */
  get current(): string | null {
    if (this.#phase === 'loading') return null
    return this.#planned[this.#phase === 'warming-up' ? 0 : this.#position]?.name ?? null
  }

  #take(said: OneBatchLine): CaseResult[] {
    if (said.kind === 'failure') return this.#fail(said.reason)
    if (said.kind === 'warmup' || said.kind === 'benchmark') return this.#begin(said.kind)
    if (this.#phase !== 'measuring' || this.#disagrees) return []
    const planned = this.#planned[this.#position]
    return planned === undefined ? this.#disagree() : this.#measure(said, planned)
  }

  #begin(what: 'warmup' | 'benchmark'): [] {
    this.#phase = what === 'warmup' ? 'warming-up' : 'measuring'
    this.#block = {}
    if (what === 'warmup') return []
    this.#position = 0
    this.#failure = undefined
    this.#disagrees = false
    this.#passes.clear()
    return []
  }

  #measure(said: MeasurementLine, planned: OfflineCase): CaseResult[] {
    switch (said.kind) {
      case 'prefill':
        return this.#prefill(said, planned)
      case 'step':
        return said.batchSize === undefined || said.batchSize === planned.batchSize ? [] : this.#disagree()
      case 'median':
        return this.#median(said, planned)
      case 'total':
        return this.#total(said, planned)
      case 'skipped':
        return shapeText(said.shape) === shapeText(planned) ? this.#skip(planned) : this.#disagree()
    }
  }

  #prefill(printed: PrintedRate, planned: OfflineCase): CaseResult[] {
    if (this.#block.prefill !== undefined) {
      // The `Total.` line of the block before was lost: this one is of the next shape.
      const lost = this.#dealWith(planned, undefined)
      const next = this.#planned[this.#position]
      return next ? [...lost, ...this.#prefill(printed, next)] : lost
    }
    const latency = latencyOf(printed, planned.inputLength * planned.batchSize)
    if (latency === undefined) return this.#disagree()
    this.#block.prefill = latency
    return []
  }

  #median(printed: PrintedRate, { batchSize, outputLength }: OfflineCase): [] {
    const latency = latencyOf(printed, batchSize)
    if (latency === undefined || outputLength === 1) return this.#disagree()
    this.#block.median = latency
    return []
  }

  #total(printed: PrintedRate, planned: OfflineCase): CaseResult[] {
    const { prefill: prefillLatency, median: medianDecodeLatency } = this.#block
    const { batchSize, inputLength, outputLength } = planned
    if (prefillLatency === undefined || (medianDecodeLatency === undefined && outputLength > 1)) {
      return this.#dealWith(planned, undefined)
    }
    const totalLatency = latencyOf(printed, (inputLength + outputLength) * batchSize)
    if (totalLatency === undefined) return this.#disagree()
    const latencies = { prefillLatency, medianDecodeLatency, totalLatency }
    return this.#dealWith(planned, batchMetrics(planned, latencies))
  }

  /** Takes what a pass of a case gave. */
  #dealWith({ name }: OfflineCase, values: BatchMetrics | undefined): CaseResult[] {
    const passes = this.#advance(name, values)
    if (passes.length < this.process.passes) return []
    const counted = readable(passes.length > 1 ? passes.slice(1) : passes)
    const shared = { case: name, repeats: readable(passes) }
    if (counted.length === 0) return [{ ...shared, values: null, reason: { kind: 'output-unreadable' } }]
    const module = this.#builds.get(name)
    const disturbance =
      module === undefined ? {} : { disturbance: { kind: 'kernels-built' as const, module } }
    return [{ ...shared, values: medians(counted), reason: null, ...disturbance }]
  }

  /** SGLang leaves the shape out because its cache cannot hold it, in each pass. */
  #skip({ name }: OfflineCase): CaseResult[] {
    if (this.#advance(name, undefined).length > 1) return []
    return [{ case: name, values: null, reason: { kind: 'batch-too-large' }, repeats: [] }]
  }

  #advance(name: string, values: BatchMetrics | undefined): (BatchMetrics | undefined)[] {
    // Only what was begun after a failure shows that the process got over it.
    if (this.#block.overtaken !== true) this.#failure = undefined
    this.#position += 1
    this.#block = {}
    const passes = [...(this.#passes.get(name) ?? []), values]
    this.#passes.set(name, passes)
    return passes
  }

  #disagree(): [] {
    this.#disagrees = true
    return []
  }

  #fail(reason: FailureReason): [] {
    // The first cause stands: every rank prints its own traceback, and other errors follow from it.
    // That others hold memory may be a warning only.
    if (this.isComplete || (this.#failure ?? 'memory-held') !== 'memory-held') return []
    this.#failure = reason
    if (this.#block.prefill !== undefined) this.#block.overtaken = true
    return []
  }

  /** A build in the first of several passes is what that pass is there for; before it, one does no harm. */
  #noteBuild(module: string): void {
    const { cases, passes } = this.process
    if (this.#phase !== 'measuring' || (passes > 1 && this.#position < cases.length)) return
    const name = this.#planned[this.#position]?.name
    if (name !== undefined && !this.#builds.has(name)) this.#builds.set(name, module)
  }
}

function readable(passes: readonly (BatchMetrics | undefined)[]): BatchMetrics[] {
  return passes.filter((pass) => pass !== undefined)
}

function medians(passes: readonly BatchMetrics[]): Record<string, number> {
  return Object.fromEntries(
    Object.keys(passes[0] ?? {}).flatMap((metric) => {
      const value = median(passes.flatMap((values) => values[metric] ?? []))
      return value === undefined ? [] : [[metric, value]]
    }),
  )
}
