import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createOnce } from '../processes/create-once.js'

/** A random word that only the owner of this state folder can read: made at its first use, and kept. */
export async function stateSecret(stateFolder: string): Promise<string> {
  const file = join(stateFolder, 'secret')
  await mkdir(stateFolder, { recursive: true })
  const known = await readFile(file, 'utf8').catch(() => undefined)
  if (known !== undefined) return known
  await createOnce(file, randomBytes(32).toString('hex'), { mode: 0o600 })
  return readFile(file, 'utf8')
}
