import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { cpuSecondsSince } from './cpu-seconds.js'
import { renderAgain } from '../../src/report/render-again.js'
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
    await writeFile(path, header + Array.from({ length: rows }, (_, index) => row(index + 1)).join(''))
  }
  const before = process.cpuUsage()
  await renderAgain(directory)
  return cpuSecondsSince(before)
}

const header =
  'TP,batch_size,IL,OL,Backend,Prefill_latency(s),Median_decode_latency(s),E2E_Latency(s),' +
  'Prefill_Throughput(token/s),Median_Decode_Throughput(token/s),E2E_Throughput(token/s)\n'

function row(batchSize: number): string {
  return `8,${batchSize},1024,128,aiter,0.12000,0.01200,1.200,1234.50,123.40,987.60\n`
}
