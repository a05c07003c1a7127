import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Client } from '@temporalio/client'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'

export const historiesFolder = fileURLToPath(new URL('./histories/', import.meta.url))

/**
 * Of which tests, by the beginning of their names, the first run of which workflows is kept: each kind of run
 * once.
 */
const kept: readonly (readonly [test: string, workflows: readonly string[]])[] = [
  ['measures all stages in pairs', ['comparePullRequest', 'benchmarkStage', 'buildImage']],
  ['measures a void pair again', ['benchmarkStage']],
  ['gives a stage up whose host fails', ['benchmarkStage']],
  ['cancels a stage and goes on', ['comparePullRequest', 'benchmarkStage']],
  ['cleans up and reports what was finished', ['comparePullRequest']],
  ['cleans up after a stage whose workflow was terminated', ['comparePullRequest']],
  ['ends with the tail of the log', ['comparePullRequest', 'buildImage']],
  ['pauses after the pair that runs', ['comparePullRequest']],
  ['measures under the same id', ['retryComparison']],
]

/**
 * Stores the histories of the workflows that a test has run, for the replay test. Used when
 * PRBENCH_RECORD_HISTORIES is set: once for each released form of the workflows, never to make a failing
 * replay pass.
 */
export async function recordHistories(client: Client, test: string, recorded: Set<string>): Promise<void> {
  await mkdir(historiesFolder, { recursive: true })
  const [beginning = '', workflows = []] = kept.find(([name]) => test.startsWith(name)) ?? []
  const wanted = new Set(workflows)
  for await (const { workflowId, runId, type } of client.workflow.list()) {
    if (recorded.has(runId)) continue
    recorded.add(runId)
    if (!wanted.delete(type)) continue
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory()
    const file = `${beginning.toLowerCase().replaceAll(' ', '-')}.${type}.json.gz`
    // With the id, since a workflow names its children after its own.
    const stored = JSON.stringify({ workflowId, history: JSON.parse(historyToJSON(history)) as unknown })
    await writeFile(join(historiesFolder, file), gzipSync(`${withoutMachine(stored)}\n`, { level: 9 }))
  }
}

const top = fileURLToPath(new URL('../../', import.meta.url))

/**
 * A history names the processes that took part and, in stack traces, where they lay: neither matters to a
 * replay.
 */
function withoutMachine(stored: string): string {
  return stored
    .replaceAll(top, '/prbench/')
    .replace(/"identity":"[^"]*"/g, '"identity":"worker"')
    .replace(/"\d+@[^"]*-([0-9a-f]{32})"/g, '"worker-$1"')
}
