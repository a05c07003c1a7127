import { randomUUID } from 'node:crypto'
import { chmod, link, rm, writeFile } from 'node:fs/promises'

/**
 * Makes a file, whole or not at all. Gives whether it did: false where there is one, of several processes the first
 * one's.
 *
 * @param beside what its name begins with while it is written, on the same file system
 */
export async function createOnce(
  file: string,
  text: string,
  { mode = 0o644, beside = file } = {},
): Promise<boolean> {
  const own = `${beside}.${randomUUID()}`
  try {
    await writeFile(own, text, { flag: 'wx', mode })
    // Whatever the umask.
    await chmod(own, mode)
    await link(own, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    await rm(own, { force: true })
  }
}

/** The system's code of a failure, such as `ENOENT`; undefined for any other one. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
