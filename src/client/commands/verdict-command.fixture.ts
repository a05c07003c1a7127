import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, vi } from 'vitest'
import { verdict, type VerdictFlags } from './verdict.js'

/** `prbench verdict` as a test's file runs it: with a folder of each test's own, and what it prints kept. */
export function useVerdictCommand() {
  const state = { folder: '', printed: '' }

  beforeEach(async () => {
    state.folder = await mkdtemp(join(tmpdir(), 'prbench-verdict-'))
    state.printed = ''
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      state.printed += String(text)
      return true
    })
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await rm(state.folder, { recursive: true, force: true })
  })

  return {
    get folder() {
      return state.folder
    },

    /** Since the test began, or it was forgotten. */
    get printed() {
      return state.printed
    },

    forgetPrinted() {
      state.printed = ''
    },

    /** Runs it on a file of that content. Gives the exit code. */
    async run(content: string, flags: Partial<VerdictFlags> = {}): Promise<number> {
      const file = join(state.folder, 'samples.csv')
      await writeFile(file, content)
      return verdict(file, { failOn: 'incomplete', ...flags })
    },
  }
}
