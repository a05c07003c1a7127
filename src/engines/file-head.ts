import { open } from 'node:fs/promises'
import { codeOf } from '../processes/create-once.js'
import type { Reason } from '../comparison/reason.js'

/** What can be wrong with a file that a person named. */
export type FileFault = Extract<Reason, { kind: 'file-unusable' }>['fault']

const headBytes = 64 * 1024

/**
 * What is wrong with a file; undefined where it can be used. No more than its head is read: some have hundreds
 * of megabytes.
 *
 * @param isRight whether its head, of 64 KiB, is that of such a file
 */
export async function fileFault(
  path: string,
  isRight: (head: string) => boolean,
): Promise<FileFault | undefined> {
  try {
    const file = await open(path, 'r')
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
      return isRight(buffer.toString('utf8', 0, bytesRead)) ? undefined : 'other-content'
    } finally {
      await file.close()
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'absent'
    return codeOf(error) === 'EISDIR' ? 'folder' : 'unreadable'
  }
}
