import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runFiles } from './layout.js'

/**
 * Adds one line to `comparison.log`: `2026-11-24T10:00:00.000Z text`. Each line is one write in append mode,
 * so that lines of several processes do not mix. Line breaks and control characters become spaces: what a
 * line quotes cannot forge another line.
 */
export async function appendToComparisonLog(
  runDirectory: string,
  text: string,
  now = new Date(),
): Promise<void> {
  await appendFile(join(runDirectory, runFiles.log), logLine(now, text))
}

/** The line as it is written, with its line break. */
export function logLine(time: Date, text: string): string {
  const oneLine = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  return `${time.toISOString()} ${oneLine}\n`
}
