import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { runFiles } from './layout.js'

/** Whether a folder holds a run's record. */
export async function hasRecord(runDirectory: string): Promise<boolean> {
  try {
    await access(join(runDirectory, runFiles.results))
    return true
  } catch {
    return false
  }
}

/** What is said where there is nothing left that a retry could go on with. */
export function goneSentence(runDirectory: string): string {
  return (
    `the run directory ${runDirectory} is gone (it has no ${runFiles.results}). ` +
    'Put it back, or start the comparison again with prbench compare'
  )
}

/**
 * Why stages that somebody named cannot be retried, with those that there are; `undefined` where they can.
 */
export function unknownStage(
  runDirectory: string,
  known: readonly string[],
  wanted: readonly string[] | undefined,
): string | undefined {
  const unknown = wanted?.find((name) => !known.includes(name))
  if (unknown === undefined) return undefined
  return `there is no stage ${JSON.stringify(unknown)} in ${runDirectory}; choose from ${known.join(', ')}`
}
