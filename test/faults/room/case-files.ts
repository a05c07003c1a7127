import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CaseFile } from '../evidence.js'

const lookMs = 150

/** Notes every version of the files of launches, which are removed when their comparison has ended. */
export function watchCaseFiles(spool: string): { files: () => CaseFile[]; close: () => Promise<void> } {
  const noted = new Map<string, CaseFile>()
  const closing = new AbortController()

  async function look(): Promise<void> {
    for (const path of await readdir(spool, { recursive: true })) {
      if (!path.endsWith('.json')) continue
      const file = join(spool, path)
      try {
        const { mtimeMs } = await stat(file)
        const version = `${path} ${mtimeMs}`
        if (noted.has(version)) continue
        noted.set(version, { path, at: mtimeMs, value: parsed(await readFile(file, 'utf8')) })
      } catch (error) {
        // Removed since it was listed.
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
      }
    }
  }

  const watching = (async () => {
    while (!closing.signal.aborted) {
      await look().catch(() => undefined) // there is no spool yet
      await sleep(lookMs)
    }
  })()

  return {
    files: () => [...noted.values()],
    close: async () => {
      closing.abort()
      await watching
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
