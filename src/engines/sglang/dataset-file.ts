import { open } from 'node:fs/promises'

/** Where clients find the recipe's conversations in their container. */
export const datasetTarget = '/data/sharegpt.json'

/** Conversations come within the first of them: before, an entry has an id. */
const headBytes = 64 * 1024

/**
 * What is wrong with the file of conversations that a recipe names (online.dataset), in a sentence; undefined
 * where it can be used. A file counts if it begins as ShareGPT's do: a JSON list whose first entry has
 * `conversations`. It has 640 MB, so no more than its head is read.
 */
export async function datasetProblem(path: string): Promise<string | undefined> {
  const what = await problemWith(path)
  return what === undefined ? undefined : `the data set ${path} (online.dataset of the recipe) ${what}`
}

async function problemWith(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, 'r')
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
      const head = buffer.toString('utf8', 0, bytesRead)
      return /^\s*\[\s*\{[\s\S]*"conversations?"\s*:/.test(head)
        ? undefined
        : 'is not a ShareGPT file: [{"conversations": [{"from": ..., "value": ...}, ...]}, ...]'
    } finally {
      await file.close()
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') return 'does not exist'
    return code === 'EISDIR' ? 'is a folder' : 'is not readable by this user'
  }
}
