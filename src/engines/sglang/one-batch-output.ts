import { readJitBuild } from '../output/jit-build.js'
import type { OneBatchEvent, OneBatchFailure, OneBatchMeasurement } from './one-batch-event.js'
import { latencyOf, readOneBatchLine } from './one-batch-line.js'
import type { FailureLine, MeasurementLine, OneBatchLine, PrintedRate } from './one-batch-line.js'
import { shapeText } from './one-batch-shape.js'
import type { BatchShape } from './one-batch-shape.js'

interface Block {
  prefill?: Measured
  median?: Measured
  /** A failure was read after its first line: stderr may overtake stdout by some lines. */
  overtaken?: true
}

interface Measured {
  readonly latency: number
  readonly printed: PrintedRate
}

/**
 * Reads what a `one_batch` process prints, line by line as it comes, and tells each measurement as soon as
 * its `Total.` line is there. Only what follows the last `Benchmark ...` counts. Old versions do not print
 * which shape they measure, so they are counted against the plan; a shape's tokens must fit what is printed.
 *
 * Holds the current block only: memory does not grow with the output.
 */
export class OneBatchOutput {
  #phase: 'loading' | 'warming-up' | 'measuring' = 'loading'
  #index = 0
  #block: Block = {}
  #failure: OneBatchFailure | undefined
  #disagreement: string | undefined

  /** `planned`: the shapes in the order of measurement, passes included (`crossShapes` of the list flags). */
  constructor(private readonly planned: readonly BatchShape[]) {}

  get phase(): 'loading' | 'warming-up' | 'measuring' {
    return this.#phase
  }

  /** How many planned shapes are dealt with: measured, skipped or unreadable. */
  get position(): number {
    return this.#index
  }

  /** Every planned shape is dealt with, and nothing printed contradicts the plan. */
  get isComplete(): boolean {
    return this.#index === this.planned.length && this.#disagreement === undefined
  }

  /** The failure that the process has not measured its way out of; undefined if there is none. */
  get failure(): OneBatchFailure | undefined {
    return this.#failure
  }

  get disagreement(): string | undefined {
    return this.#disagreement
  }

  /** Reads the next line; mostly it tells nothing. */
  read(line: string): OneBatchEvent[] {
    const build = readJitBuild(line)
    const events: OneBatchEvent[] = build ? [{ kind: 'jit-build', build, index: this.#measuredIndex() }] : []
    const said = readOneBatchLine(line)
    return said ? [...events, ...this.#take(said)] : events
  }

  #take(said: OneBatchLine): OneBatchEvent[] {
    if (said.kind === 'warmup') return this.#begin('warming-up')
    if (said.kind === 'benchmark') {
      this.#index = 0
      this.#failure = undefined
      this.#disagreement = undefined
      return this.#begin('measuring')
    }
    if (said.kind === 'failure') return this.#fail(said)
    if (this.#phase !== 'measuring' || this.#disagreement !== undefined) return []
    const shape = this.planned[this.#index]
    if (shape) return this.#measure(said, shape)
    return this.#disagree(`more was measured than the ${this.planned.length} planned shapes`)
  }

  #begin(phase: 'warming-up' | 'measuring'): OneBatchEvent[] {
    this.#phase = phase
    this.#block = {}
    return [{ kind: phase }]
  }

  #measure(said: MeasurementLine, shape: BatchShape) {
    switch (said.kind) {
      case 'prefill':
        return this.#prefill(said, shape)
      case 'step':
        return said.batchSize === undefined || said.batchSize === shape.batchSize
          ? []
          : this.#disagree(`batch size ${said.batchSize} is measured, ${shapeText(shape)} was planned`)
      case 'median':
        return this.#median(said, shape)
      case 'total':
        return this.#total(said, shape)
      case 'skipped':
        return this.#skip(said.shape, shape)
    }
  }

  #prefill(printed: PrintedRate, shape: BatchShape): OneBatchEvent[] {
    if (this.#block.prefill) {
      // The `Total.` line of the block before was lost: this one is of the next shape.
      const lost = this.#unreadable(shape, 'its `Total.` line is missing')
      const next = this.planned[this.#index]
      return next ? [...lost, ...this.#prefill(printed, next)] : lost
    }
    const latency = latencyOf(printed, shape.inputLength * shape.batchSize)
    if (latency === undefined) return this.#disagree(`the prefill printed is not that of ${shapeText(shape)}`)
    this.#block.prefill = { latency, printed }
    return []
  }

  #median(printed: PrintedRate, shape: BatchShape): OneBatchEvent[] {
    const latency = latencyOf(printed, shape.batchSize)
    if (latency === undefined || shape.outputLength === 1) {
      return this.#disagree(`the decode step printed is not that of ${shapeText(shape)}`)
    }
    this.#block.median = { latency, printed }
    return []
  }

  #total(printed: PrintedRate, shape: BatchShape): OneBatchEvent[] {
    const { prefill, median } = this.#block
    if (!prefill) return this.#unreadable(shape, 'its `Prefill.` line is missing')
    if (!median && shape.outputLength > 1)
      return this.#unreadable(shape, 'its `median latency` line is missing')
    const totalLatency = latencyOf(printed, (shape.inputLength + shape.outputLength) * shape.batchSize)
    if (totalLatency === undefined)
      return this.#disagree(`the total printed is not that of ${shapeText(shape)}`)
    const measurement: OneBatchMeasurement = {
      ...shape,
      index: this.#index,
      prefillLatency: prefill.latency,
      medianDecodeLatency: median?.latency,
      totalLatency,
      printed: {
        prefillLatency: prefill.printed.latency.value,
        medianDecodeLatency: median?.printed.latency.value,
        totalLatency: printed.latency.value,
        prefillThroughput: prefill.printed.throughput.value,
        decodeThroughput: median?.printed.throughput.value,
        overallThroughput: printed.throughput.value,
      },
    }
    this.#advance()
    return [{ kind: 'measured', measurement }]
  }

  #skip(printed: BatchShape, shape: BatchShape): OneBatchEvent[] {
    if (shapeText(printed) !== shapeText(shape)) {
      return this.#disagree(`${shapeText(printed)} is skipped, ${shapeText(shape)} was planned`)
    }
    const index = this.#index
    this.#advance()
    return [{ kind: 'skipped', index, shape }]
  }

  #unreadable(shape: BatchShape, what: string): OneBatchEvent[] {
    const index = this.#index
    this.#advance()
    return [{ kind: 'unreadable', index, shape, what }]
  }

  #disagree(what: string): OneBatchEvent[] {
    this.#disagreement = what
    return [{ kind: 'disagreement', index: this.#index, what }]
  }

  #fail(said: FailureLine): OneBatchEvent[] {
    // The first cause stands: every rank prints its own traceback, and other errors follow from it.
    if (this.#failure ?? this.isComplete) return []
    // The warm-up runs the first planned shape.
    const index = this.#phase === 'loading' ? undefined : this.#phase === 'warming-up' ? 0 : this.#index
    this.#failure = { reason: said.reason, text: said.text, index }
    if (this.#block.prefill) this.#block.overtaken = true
    return [{ kind: 'failure', failure: this.#failure }]
  }

  #advance(): void {
    // Only what was begun after a failure shows that the process got over it.
    if (this.#block.overtaken !== true) this.#failure = undefined
    this.#index += 1
    this.#block = {}
  }

  #measuredIndex(): number | undefined {
    return this.#phase === 'measuring' && this.#index < this.planned.length ? this.#index : undefined
  }
}
