import { median } from '../../comparison/change.js'
import type { CaseResult, EngineState } from '../../comparison/launch.js'
import type { Reason } from '../../comparison/reason.js'
import { ResultFileError } from '../../comparison/result-file-error.js'
import type { MeasuringProcess, MeasuringReader, ProgramEnd } from '../engine.js'
import { latencyCommand, throughputCommand, type EngineSettings } from './commands.js'
import type { OfflineCase } from './offline-cases.js'
import { memoryMarkers } from './case-lines.js'
import { readLatencies } from './latency-result.js'
import { offlineValues } from './metrics.js'
import type { OfflineSection } from './recipe.js'
import { ServerLog, serverMarkers } from './server-log.js'
import { readThroughput } from './throughput-result.js'

/** Where a program that measures leaves what it measured. */
const resultFile = { path: '/tmp/prbench-result.json', maxBytes: 16 * 1024 * 1024 }

export const offlineMarkers = [...serverMarkers, ...memoryMarkers] as const

/** Both arms and every launch get the same prompts. */
const promptSeed = 1

/** The process that measures a case. */
export function offlineProcess(
  offline: OfflineSection,
  engine: EngineSettings,
  measured: OfflineCase,
): MeasuringProcess {
  return {
    kind: 'measuring',
    command: offlineCommand(offline, engine, measured),
    environment: engine.environment,
    deadlineSeconds: offline.processDeadlineSeconds,
    markers: offlineMarkers,
    resultFile,
    cases: [measured.name],
    chosen: {},
    reader: () => new OfflineReader(measured),
  }
}

function offlineCommand(
  { flags, warmUpIterations, iterations }: OfflineSection,
  engine: EngineSettings,
  measured: OfflineCase,
): string[] {
  const settings = { ...engine, flags: [...engine.flags, ...flags, ...measured.flags] }
  const file = resultFile.path
  return measured.kind === 'latency'
    ? latencyCommand(settings, { ...measured, warmUp: warmUpIterations, iterations, resultFile: file })
    : throughputCommand(settings, { ...measured, seed: promptSeed, resultFile: file })
}

/**
 * Reads one run of a program that measures one case: all that counts is in the file that it writes at its
 * end. A kernel that is compiled after the warm-up moves no median, and the warm-up of many requests has as
 * many as are measured.
 */
export class OfflineReader implements MeasuringReader {
  readonly #log = new ServerLog()
  #isComplete = false
  #isOutOfMemory = false

  constructor(private readonly measured: OfflineCase) {}

  get isComplete(): boolean {
    return this.#isComplete
  }

  get isOutOfMemory(): boolean {
    return this.#isOutOfMemory
  }

  get current(): string | null {
    return this.#isComplete ? null : this.measured.name
  }

  get state(): EngineState {
    return this.#log.state
  }

  read(line: string): [] {
    this.#log.read(line)
    if (memoryMarkers.some((marker) => line.includes(marker))) this.#isOutOfMemory = true
    return []
  }

  end({ file }: ProgramEnd): CaseResult[] {
    if (file === undefined || 'problem' in file) return []
    try {
      const result = resultOf(this.measured, file.text)
      this.#isComplete = true
      return [result]
    } catch (error) {
      // The writer was stopped: the process has then ended too early, and its log says why.
      if (error instanceof ResultFileError) return []
      throw error
    }
  }
}

/** @throws ResultFileError, where the text is not what the case's program writes */
function resultOf(measured: OfflineCase, text: string): CaseResult {
  const { path } = resultFile
  const { name, inputLength, outputLength } = measured
  if (measured.kind === 'throughput') {
    const { requests, tokens, seconds } = readThroughput(text, path)
    if (requests === measured.prompts)
      return { case: name, values: offlineValues(tokens, seconds), reason: null, repeats: [] }
    const reason: Reason = { kind: 'requests-failed', completed: requests, of: measured.prompts }
    return { case: name, values: null, reason, repeats: [] }
  }
  const tokens = measured.batchSize * (inputLength + outputLength)
  const latencies = readLatencies(text, path)
  const repeats = latencies.map((seconds) => offlineValues(tokens, seconds))
  return { case: name, values: offlineValues(tokens, median(latencies) ?? NaN), reason: null, repeats }
}
