import { stat, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'

/** How long the server stays with nothing to do, in milliseconds; PRBENCH_IDLE_MINUTES says otherwise. */
export function idleLimitMs(environment: Readonly<Record<string, string | undefined>> = process.env): number {
  const minutes = Number(environment.PRBENCH_IDLE_MINUTES)
  return (Number.isFinite(minutes) && minutes > 0 ? minutes : 30) * 60_000
}

export interface IdleWatch {
  limitMs: number
  /** How many workflows are open. */
  countOpen: () => Promise<number>
  /** When a command used the server last, as milliseconds since 1970. */
  lastUse: () => Promise<number>
  signal: AbortSignal
}

/** Gives true once nothing was open, and nobody came, for the whole limit; false when it is aborted. */
export async function untilIdle({ limitMs, countOpen, lastUse, signal }: IdleWatch): Promise<boolean> {
  const intervalMs = Math.min(30_000, Math.max(200, limitMs / 10))
  let busyAt = Date.now()
  while (!signal.aborted) {
    const open = await countOpen()
    const now = Date.now()
    if (open > 0) busyAt = now
    if (now - Math.max(busyAt, await lastUse()) >= limitMs) return true
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined)
  }
  return false
}

/** How many workflows are open at a server; one that cannot say so may have some, which counts as one. */
export async function openWorkflows(address: string, withinMs = 10_000): Promise<number> {
  const connection = Connection.lazy({ address })
  try {
    const count = () => new Client({ connection }).workflow.count("ExecutionStatus = 'Running'")
    return (await connection.withDeadline(Date.now() + withinMs, count)).count
  } catch {
    return 1
  } finally {
    await connection.close()
  }
}

/** Says that somebody uses the server now. */
export async function noteUse(file: string): Promise<void> {
  await writeFile(file, `${new Date().toISOString()}\n`)
}

export async function lastUse(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.mtimeMs ?? 0
}
