import { readJitBuild } from '../output/jit-build.js'
import type { OneBatchEvent } from './one-batch-event.js'
import { latencyOf, readOneBatchLine } from './one-batch-line.js'
import type { FailureReason, MeasurementLine, OneBatchLine, PrintedRate } from './one-batch-line.js'
import { shapeText } from './one-batch-shape.js'
import type { BatchShape } from './one-batch-shape.js'

interface Block {
  prefill?: number
  median?: number
  /** A failure was read after its first line: stderr may overtake stdout by some lines. */
  overtaken?: true
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
  #failure: FailureReason | undefined
  /** What is printed is not of the planned shapes: no line can be trusted to be of which. */
  #disagrees = false

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
    return this.#index === this.planned.length && !this.#disagrees
  }

  /** The failure that the process has not measured its way out of; undefined if there is none. */
  get failure(): FailureReason | undefined {
    return this.#failure
  }

  /** Reads the next line; mostly it tells nothing. */
  read(line: string): OneBatchEvent[] {
    const build = readJitBuild(line)
    const events: OneBatchEvent[] = build
      ? [{ kind: 'jit-build', module: build.module, index: this.#measuredIndex() }]
      : []
    const said = readOneBatchLine(line)
    return said ? [...events, ...this.#take(said)] : events
  }

  #take(said: OneBatchLine): OneBatchEvent[] {
    if (said.kind === 'warmup') {
      this.#begin('warming-up')
      return []
    }
    if (said.kind === 'benchmark') {
      this.#begin('measuring')
      this.#index = 0
      this.#failure = undefined
      this.#disagrees = false
      return [{ kind: 'measuring' }]
    }
    if (said.kind === 'failure') {
      this.#fail(said.reason)
      return []
    }
    if (this.#phase !== 'measuring' || this.#disagrees) return []
    const shape = this.planned[this.#index]
    return shape ? this.#measure(said, shape) : this.#disagree()
  }

  #begin(phase: 'warming-up' | 'measuring'): void {
    this.#phase = phase
    this.#block = {}
  }

  #measure(said: MeasurementLine, shape: BatchShape): OneBatchEvent[] {
    switch (said.kind) {
      case 'prefill':
        return this.#prefill(said, shape)
      case 'step':
        return said.batchSize === undefined || said.batchSize === shape.batchSize ? [] : this.#disagree()
      case 'median':
        return this.#median(said, shape)
      case 'total':
        return this.#total(said, shape)
      case 'skipped':
        if (shapeText(said.shape) !== shapeText(shape)) return this.#disagree()
        this.#advance()
        return [{ kind: 'skipped', shape }]
    }
  }

  #prefill(printed: PrintedRate, shape: BatchShape): OneBatchEvent[] {
    if (this.#block.prefill !== undefined) {
      // The `Total.` line of the block before was lost: this one is of the next shape.
      const lost = this.#unreadable(shape)
      const next = this.planned[this.#index]
      return next ? [...lost, ...this.#prefill(printed, next)] : lost
    }
    const latency = latencyOf(printed, shape.inputLength * shape.batchSize)
    if (latency === undefined) return this.#disagree()
    this.#block.prefill = latency
    return []
  }

  #median(printed: PrintedRate, shape: BatchShape): OneBatchEvent[] {
    const latency = latencyOf(printed, shape.batchSize)
    if (latency === undefined || shape.outputLength === 1) return this.#disagree()
    this.#block.median = latency
    return []
  }

  #total(printed: PrintedRate, shape: BatchShape): OneBatchEvent[] {
    const { prefill: prefillLatency, median: medianDecodeLatency } = this.#block
    if (prefillLatency === undefined || (medianDecodeLatency === undefined && shape.outputLength > 1)) {
      return this.#unreadable(shape)
    }
    const totalLatency = latencyOf(printed, (shape.inputLength + shape.outputLength) * shape.batchSize)
    if (totalLatency === undefined) return this.#disagree()
    this.#advance()
    return [
      { kind: 'measured', measurement: { ...shape, prefillLatency, medianDecodeLatency, totalLatency } },
    ]
  }

  #unreadable(shape: BatchShape): OneBatchEvent[] {
    this.#advance()
    return [{ kind: 'unreadable', shape }]
  }

  #disagree(): OneBatchEvent[] {
    this.#disagrees = true
    return []
  }

  #fail(reason: FailureReason): void {
    // The first cause stands: every rank prints its own traceback, and other errors follow from it.
    if (this.#failure ?? this.isComplete) return
    this.#failure = reason
    if (this.#block.prefill !== undefined) this.#block.overtaken = true
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
