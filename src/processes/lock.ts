import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { codeOf, createOnce } from './create-once.js'
import { identifyProcess, isAlive, processIdentitySchema } from './process-identity.js'

/** Who holds a lock, and what it said of itself. */
const lockHolderSchema = processIdentitySchema.extend({ about: z.string().exactOptional() })

export type LockHolder = z.infer<typeof lockHolderSchema>

export interface Lock {
  release(): Promise<void>
}

export type LockAttempt = { taken: true; lock: Lock } | { taken: false; holder: LockHolder }

/**
 * Takes the lock file for this process. A lock whose holder is gone is stale and is taken over; of many that
 * try at once, one gets it.
 *
 * @param about what this process tells whoever finds the lock taken
 * @throws where a lock is another user's and stale, who alone can remove it, or cannot be read
 */
export async function takeLock(file: string, about?: string): Promise<LockAttempt> {
  const own = identifyProcess(process.pid)
  if (!own) throw new Error('cannot read this process in /proc')
  const text = JSON.stringify({ ...own, ...(about !== undefined && { about }) })
  for (;;) {
    // Whoever finds the lock taken must see by whom: it is whole, and everybody may read it.
    if ((await createOnce(file, text)) && (await isStill(file, text))) {
      return { taken: true, lock: { release: () => removeIfSame(file, text) } }
    }
    const found = await readLock(file)
    if (found.holder && isAlive(found.holder)) return { taken: false, holder: found.holder }
    if (found.text !== undefined) await removeIfSame(file, found.text)
  }
}

/** Who holds the lock now; `undefined` where nobody does. */
export async function lockHolder(file: string): Promise<LockHolder | undefined> {
  const { holder } = await readLock(file)
  return holder && isAlive(holder) ? holder : undefined
}

async function readLock(file: string): Promise<{ text?: string; holder?: LockHolder }> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (!isForbidden(error)) return {}
    const message = `the lock ${file} belongs to another user and is not readable; it may still be in use`
    throw new Error(`${message}. If its process is gone, remove it`, { cause: error })
  }
  try {
    return { text, holder: lockHolderSchema.parse(JSON.parse(text)) }
  } catch {
    // Nothing that prbench wrote, so nothing that holds.
    return { text }
  }
}

/**
 * Whoever takes over a stale lock moves the file for an instant; by now that is over, and one lock is left.
 */
async function isStill(file: string, text: string): Promise<boolean> {
  await sleep(100)
  return (await readLock(file)).text === text
}

/**
 * Removes the lock if it still says what it said. It is moved aside first: between reading and removing it,
 * another process may have removed the stale one and put its own there, and that one goes back.
 */
async function removeIfSame(file: string, text: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`
  try {
    await rename(file, aside)
  } catch (error) {
    if (!isForbidden(error)) return
    const message = `the lock ${file} was left by another user's process, which is gone. Remove it`
    throw new Error(message, { cause: error })
  }
  if ((await readFile(aside, 'utf8')) !== text) await link(aside, file).catch(() => undefined)
  await rm(aside, { force: true })
}

function isForbidden(error: unknown): boolean {
  return codeOf(error) === 'EPERM' || codeOf(error) === 'EACCES'
}
