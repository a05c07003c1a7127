import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { cpuSecondsSince } from './cpu-seconds.js'
import { renderAgain } from '../../src/report/render-again.js'
import { writeOfflineCsv } from '../../src/historical/offline-csv.js'
import { offlineCsvPath } from '../../src/historical/paths.js'

const rows = 10_000

/**
 * Seconds of the processor to read, compare and render a run directory of the historical tool with 10,000
 * offline rows in each arm.
 */
export async function renderingSeconds(folder: string): Promise<number> {
  const directory = join(folder, 'pr1_20250120_143022')
  for (const arm of ['main', 'pr'] as const) {
    const path = join(directory, offlineCsvPath({ arm, tag: arm, model: 'GROK1', variant: 'MOE-I4F8' }))
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, writeOfflineCsv(Array.from({ length: rows }, (_, index) => row(index + 1))))
  }
  const before = process.cpuUsage()
  await renderAgain(directory)
  return cpuSecondsSince(before)
}

function row(batchSize: number) {
  const values = {
    prefill_latency: 0.12,
    decode_latency: 0.012,
    e2e_latency: 1.2,
    prefill_throughput: 1234.5,
    decode_throughput: 123.4,
    e2e_throughput: 987.6,
  }
  return { tensorParallel: 8, batchSize, inputLength: 1024, outputLength: 128, backend: 'aiter', values }
}
