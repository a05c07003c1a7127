import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Client } from '@temporalio/client'
import { runFiles } from '../../../src/run/layout.js'
import { readRecord } from '../../../src/run/record-file.js'
import { readSamplesCsv } from '../../../src/run/samples-csv.js'
import { parse } from 'csv-parse/sync'
import type { BrokenFile, ComparisonEvidence } from '../evidence.js'
import { historyOf } from './histories.js'
import { workflowsOf } from './work-on-host.js'
import type { Comparison } from './comparison.js'

/** Everything that an ended comparison left, as evidence. */
export async function collect(client: Client, comparison: Comparison): Promise<ComparisonEvidence> {
  const runDirectory = await comparison.runDirectory()
  const files = await filesBelow(runDirectory)
  const broken = await Promise.all(files.map((file) => brokenFile(runDirectory, file)))
  const samples = await readFile(join(runDirectory, runFiles.samples), 'utf8')
  return {
    name: comparison.name,
    runDirectory,
    record: await readRecord(runDirectory),
    samples: readSamplesCsv(samples, runFiles.samples),
    report: await readFile(join(runDirectory, runFiles.markdown), 'utf8'),
    files,
    brokenFiles: broken.filter((file) => file !== undefined),
    workflows: await Promise.all(workflowsOf(comparison.id).map((id) => historyOf(client, id))),
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const found = (await readdir(folder, { recursive: true })).sort()
  const areFiles = await Promise.all(found.map(async (path) => (await stat(join(folder, path))).isFile()))
  return found.filter((_path, index) => areFiles[index] === true)
}

/** A file that holds what is half written, or was to be renamed. */
async function brokenFile(folder: string, path: string): Promise<BrokenFile | undefined> {
  if (basename(path).endsWith('.tmp')) return { path, problem: 'is a temporary file' }
  const text = await readFile(join(folder, path), 'utf8')
  try {
    if (path.endsWith('.json')) JSON.parse(text)
    // Those in the historical layout hold several tables.
    if (path.endsWith('.csv')) parse(text, { relax_column_count: true })
  } catch (error) {
    return { path, problem: error instanceof Error ? error.message : String(error) }
  }
  const isTable = path.endsWith('.csv') || path.endsWith('.md') || path.endsWith('.json')
  return isTable && !text.endsWith('\n') ? { path, problem: 'does not end with its last line' } : undefined
}
