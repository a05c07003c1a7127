import type { LaunchSpool } from '../run/launch-spool.js'
import { logSize, LogBlock } from '../run/stage-log.js'

/**
 * The block of a process in a log, where it was begun: an attempt after an interruption writes the same lines
 * to the same place.
 */
export async function openBlock(
  spool: LaunchSpool,
  path: string,
  process: number | string,
): Promise<LogBlock> {
  const known = await spool.logOffset(process)
  if (known !== undefined) return LogBlock.open(path, known)
  const offset = await logSize(path)
  await spool.saveLogOffset(process, offset)
  return LogBlock.open(path, offset)
}
