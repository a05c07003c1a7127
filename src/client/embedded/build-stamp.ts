import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Which prbench this is: the folder of its compiled code, and when that was last written. A server whose
 * worker runs another build is started anew once it has nothing to do.
 */
export async function buildStamp(): Promise<string> {
  const folder = fileURLToPath(new URL('../../', import.meta.url))
  const entries = await readdir(folder, { recursive: true })
  const times = await Promise.all(
    entries
      .filter((entry) => entry.endsWith('.js'))
      .map(async (entry) => (await stat(path.join(folder, entry))).mtimeMs),
  )
  return `${folder} ${new Date(Math.max(0, ...times)).toISOString()}`
}
