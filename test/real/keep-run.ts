import { existsSync } from 'node:fs'
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Keeps the run directory, where it came to one, for a person to look at afterwards. */
export async function keepRun(outputFolder: string, prepared: string): Promise<void> {
  const last = join(prepared, 'last-run')
  await rm(last, { recursive: true, force: true })
  if (existsSync(outputFolder)) await cp(outputFolder, last, { recursive: true })
}
