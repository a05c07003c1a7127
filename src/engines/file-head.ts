import { open } from 'node:fs/promises'

const headBytes = 64 * 1024

/**
 * What is wrong with a file of the host, to complete a sentence; undefined where it can be used. No more than
 * its first 64 KB are read.
 *
 * @param is whether a file that begins so can be used
 * @param not what is said of one that cannot
 */
export async function headProblem(
  path: string,
  is: (head: string) => boolean,
  not: string,
): Promise<string | undefined> {
  try {
    const file = await open(path, 'r')
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
      return is(buffer.toString('utf8', 0, bytesRead)) ? undefined : not
    } finally {
      await file.close()
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') return 'does not exist'
    return code === 'EISDIR' ? 'is a folder' : 'is not readable by this user'
  }
}
