import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const compiledCode = fileURLToPath(new URL('../../', import.meta.url))

/** Made of the other files, and named after a number of its own each time. */
const bundle = path.join('workflows', 'bundled-workflows.js')

/**
 * Which prbench this is: the folder of its compiled code, and a hash (SHA-256) of what is in it. A build that
 * changes nothing has the stamp of the one before. A server whose worker runs another build is started anew
 * once it has nothing to do.
 */
export async function buildStamp(folder: string = compiledCode): Promise<string> {
  const entries = await readdir(folder, { recursive: true })
  const files = entries.filter((entry) => entry.endsWith('.js') && entry !== bundle).sort()
  const contents = await Promise.all(files.map((file) => readFile(path.join(folder, file))))
  const hash = createHash('sha256')
  for (const [index, content] of contents.entries()) {
    hash.update(`${files[index] ?? ''}\0${content.length}\0`).update(content)
  }
  return `${folder} ${hash.digest('hex')}`
}
