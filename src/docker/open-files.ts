import { readFile } from 'node:fs/promises'

/** What engines with hundreds of connections and shards want; some hosts' defaults are 1,024. */
export const wantedOpenFiles = 65_536

const resourceCapability = 1n << 24n

/**
 * How many open files a container can be given on this host. A daemon inside a container or a small virtual
 * machine may lack the right to raise its own limit, and then refuses to start a container that asks for
 * more; a root process beside it lacks the right too, so ours shows it.
 */
export async function availableOpenFiles(): Promise<number> {
  if (process.getuid?.() !== 0) return wantedOpenFiles
  try {
    const [status, limits] = await Promise.all([
      readFile('/proc/self/status', 'utf8'),
      readFile('/proc/self/limits', 'utf8'),
    ])
    return openFilesFrom(status, limits)
  } catch {
    return wantedOpenFiles
  }
}

/** The same from the text of Linux's /proc/<pid>/status and /proc/<pid>/limits. */
export function openFilesFrom(status: string, limits: string): number {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1]
  const hardLimit = /^Max open files\s+\d+\s+(\d+)/m.exec(limits)?.[1]
  if (effective === undefined || hardLimit === undefined) return wantedOpenFiles
  const mayRaise = (BigInt(`0x${effective}`) & resourceCapability) !== 0n
  return mayRaise ? wantedOpenFiles : Math.min(wantedOpenFiles, Number(hardLimit))
}
