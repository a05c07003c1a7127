import type { ProcessRecord } from '../comparison/launch.js'
import { floodNote } from './log-tail.js'
import { wasLost, type ProgramResult } from './run-program.js'

/** What is known of an end beside the end itself. */
export interface EndEvidence {
  /** It did everything that it was started for. */
  readonly isComplete?: boolean
  /** It was not ready in time. */
  readonly wasLate?: boolean
  /** It was asked to stop. */
  readonly wasStopped?: boolean
  readonly isOutOfMemory?: boolean
}

/**
 * How a program ended, in one word. What it printed may have gone with the Engine: then it says nothing of
 * the code.
 */
export function endingOf(
  end: ProgramResult,
  { isComplete = false, wasLate = false, wasStopped = false, isOutOfMemory = false }: EndEvidence,
): ProcessRecord['ending'] {
  if (isComplete) return 'complete'
  if (wasLost(end)) return 'lost'
  if (wasLate || end.timedOut) return 'deadline'
  if (end.killedFromOutside && !wasStopped) return 'killed'
  return isOutOfMemory || end.oomKilled ? 'out-of-memory' : 'died'
}

/** The record of a program that ended. */
export function processRecord(
  end: ProgramResult,
  about: Pick<ProcessRecord, 'process' | 'cases' | 'ending' | 'culprit'> &
    Partial<Pick<ProcessRecord, 'server' | 'started'>>,
): ProcessRecord {
  return {
    ...about,
    container: end.name,
    startedAt: end.startedAt.toISOString(),
    finishedAt: end.finishedAt.toISOString(),
    exitCode: end.exitCode,
    logTail: about.ending === 'complete' ? [] : [...end.tail, ...floodNote(end)],
  }
}
