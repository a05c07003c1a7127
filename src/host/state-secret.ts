import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A random word that only the owner of this state folder can read: made at its first use, and kept. */
export async function stateSecret(stateFolder: string): Promise<string> {
  const file = join(stateFolder, 'secret')
  await mkdir(stateFolder, { recursive: true })
  const known = await readFile(file, 'utf8').catch(() => undefined)
  if (known !== undefined) return known
  const own = `${file}.${randomBytes(6).toString('hex')}`
  try {
    await writeFile(own, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 })
    // Whole or not at all, and of several processes the first one's.
    await link(own, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    await rm(own, { force: true })
  }
  return readFile(file, 'utf8')
}
