import type { CaseResult, EngineState } from '../../comparison/launch.js'
import { ResultFileError } from '../../comparison/result-file-error.js'
import type { MeasuringProcess, MeasuringReader, ProgramEnd } from '../engine.js'
import { latencyCommand, throughputCommand, type EngineSettings } from './commands.js'
import type { OfflineCase } from './offline-cases.js'
import { memoryMarkers } from './case-lines.js'
import { offlineResult } from './offline-result.js'
import type { OfflineSection } from './recipe.js'
import { ServerLog, serverMarkers } from './server-log.js'

/** Where a program that measures leaves what it measured. */
const resultFile = { path: '/tmp/prbench-result.json', maxBytes: 16 * 1024 * 1024 }

export const offlineMarkers = [...serverMarkers, ...memoryMarkers] as const

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
    : throughputCommand(settings, { ...measured, resultFile: file })
}

/**
 * Reads one run of a program that measures one case: all that counts is in the file that it writes at its
 * end. A kernel that is compiled after the warm-up moves no median, and the warm-up of many requests has as
 * many as are measured.
 */
export class OfflineReader implements MeasuringReader {
  readonly #log = new ServerLog()
  isComplete = false
  isOutOfMemory = false

  constructor(private readonly measured: OfflineCase) {}

  get current(): string | null {
    return this.isComplete ? null : this.measured.name
  }

  get state(): EngineState {
    return this.#log.state
  }

  read(line: string): [] {
    this.#log.read(line)
    if (memoryMarkers.some((marker) => line.includes(marker))) this.isOutOfMemory = true
    return []
  }

  end({ file }: ProgramEnd): CaseResult[] {
    if (file === undefined || 'problem' in file) return []
    try {
      const result = offlineResult(this.measured, file.text, resultFile.path)
      this.isComplete = true
      return [result]
    } catch (error) {
      // The writer was stopped: the process has then ended too early, and its log says why.
      if (error instanceof ResultFileError) return []
      throw error
    }
  }
}
