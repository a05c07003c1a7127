import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Client } from '@temporalio/client'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'

export const historiesFolder = fileURLToPath(new URL('./histories/', import.meta.url))

/**
 * Stores the histories of all workflows that a test has run, for the replay test. Used when PRBENCH_RECORD_HISTORIES
 * is set: once for each released form of the workflows, never to make a failing replay pass.
 */
export async function recordHistories(client: Client, test: string, recorded: Set<string>): Promise<void> {
  await mkdir(historiesFolder, { recursive: true })
  for await (const { workflowId, runId, type } of client.workflow.list()) {
    if (recorded.has(runId)) continue
    recorded.add(runId)
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory()
    const kind = test.toLowerCase().replace(/[^a-z]+/g, '-')
    const file = `${kind}.${type}.${runId.slice(-6)}.json.gz`
    // With the id, since a workflow names its children after its own.
    const stored = JSON.stringify({ workflowId, history: JSON.parse(historyToJSON(history)) as unknown })
    await writeFile(join(historiesFolder, file), gzipSync(`${withoutMachine(stored)}\n`, { level: 9 }))
  }
}

const top = fileURLToPath(new URL('../../', import.meta.url))

/** A history names the processes that took part and, in stack traces, where they lay: neither matters to a replay. */
function withoutMachine(stored: string): string {
  return stored
    .replaceAll(top, '/prbench/')
    .replace(/"identity":"[^"]*"/g, '"identity":"worker"')
    .replace(/"\d+@[^"]*-([0-9a-f]{32})"/g, '"worker-$1"')
}
