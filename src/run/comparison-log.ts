import { open } from 'node:fs/promises'
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
  await appendWhole(join(runDirectory, runFiles.log), logLine(now, text))
}

/** Appends all of a text or, where the disk is full, nothing of it. */
export async function appendWhole(path: string, text: string): Promise<void> {
  const file = await open(path, 'a')
  try {
    const { size } = await file.stat()
    try {
      await file.writeFile(text)
    } catch (error) {
      await file.truncate(size)
      throw error
    }
  } finally {
    await file.close()
  }
}

/** The line as it is written, with its line break. */
export function logLine(time: Date, text: string): string {
  const oneLine = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  return `${time.toISOString()} ${oneLine}\n`
}
