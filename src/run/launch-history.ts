import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { StageDuration } from '../verdict/calibration/host-experience.js'
import type { LaunchResult } from '../comparison/launch.js'
import { appendWhole } from './comparison-log.js'
import { ifThere } from './json-file.js'
import type { RunRecord } from './record.js'

const lineSchema = z.object({
  run: z.string(),
  host: z.string(),
  stage: z.string(),
  work: z.string(),
  launchSeconds: z.array(z.number().positive()),
})

/** How long launches took: one JSON object a line, for each stage of each comparison. */
function historyFile(stateFolder: string): string {
  return join(stateFolder, 'launches.jsonl')
}

/** What is remembered of earlier launches, the oldest first; nothing where there is no history. */
export async function readDurations(stateFolder: string): Promise<StageDuration[]> {
  const text = (await ifThere(readFile(historyFile(stateFolder), 'utf8'))) ?? ''
  const known = new Map<string, StageDuration>()
  for (const line of text.split('\n')) {
    const entry = lineSchema.safeParse(parseLine(line)).data
    if (entry === undefined) continue
    const { run, ...duration } = entry
    // A report that was rendered twice is in the file twice.
    known.set(JSON.stringify([run, duration.host, duration.stage]), duration)
  }
  return [...known.values()]
}

/** Adds what a run's launches took. */
export async function addDurations(stateFolder: string, record: RunRecord): Promise<void> {
  const lines = durationsOf(record).map((entry) => `${JSON.stringify(entry)}\n`)
  if (lines.length === 0) return
  await mkdir(stateFolder, { recursive: true })
  await appendWhole(historyFile(stateFolder), lines.join(''))
}

function durationsOf({ plan, pairs }: RunRecord): (StageDuration & { run: string })[] {
  return plan.stages.flatMap((stage) => {
    const launchSeconds = pairs
      .filter((pair) => pair.stage === stage.name && pair.host === stage.host)
      .flatMap(({ launches }) => launches.filter(isTelling).map(secondsOf))
      .filter((seconds) => seconds > 0)
    if (launchSeconds.length === 0) return []
    return [{ run: plan.run, host: stage.host, stage: stage.name, work: stage.work, launchSeconds }]
  })
}

/** A launch that measured nothing, or did not count, tells little about how long the next one takes. */
function isTelling({ voidReason, cases }: LaunchResult): boolean {
  return voidReason === undefined && cases.some(({ values }) => values !== null)
}

function secondsOf({ startedAt, finishedAt }: LaunchResult): number {
  return (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000
}

/** A line that was cut off by a crash is no loss. */
function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
