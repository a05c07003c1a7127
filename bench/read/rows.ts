import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { cpuSecondsOf, cpuSecondsSince } from './cpu-seconds.js'
import { renderAgain } from '../../src/report/render-again.js'
import { offlineCsvPath } from '../../src/historical/paths.js'

const rows = 10_000

/**
 * Seconds of the processor to read, compare and render a run directory of the historical tool with 10,000
 * offline rows in each arm; beside it those of only splitting the same bytes into lines and fields.
 */
export async function renderingSeconds(folder: string): Promise<{ seconds: number; splitSeconds: number }> {
  const directory = join(folder, 'pr1_20250120_143022')
  const texts: string[] = []
  for (const arm of ['main', 'pr'] as const) {
    const path = join(directory, offlineCsvPath({ arm, tag: arm, model: 'GROK1', variant: 'MOE-I4F8' }))
    await mkdir(dirname(path), { recursive: true })
    const text = header + Array.from({ length: rows }, (_, index) => row(index + 1)).join('')
    await writeFile(path, text)
    texts.push(text)
  }
  const before = process.cpuUsage()
  await renderAgain(directory)
  const seconds = cpuSecondsSince(before)
  const splitSeconds = cpuSecondsOf(() => {
    for (const text of texts)
      if (text.split('\n').flatMap((line) => line.split(',')).length < rows)
        throw new Error('rows are missing')
  })
  return { seconds, splitSeconds }
}

const header =
  'TP,batch_size,IL,OL,Backend,Prefill_latency(s),Median_decode_latency(s),E2E_Latency(s),' +
  'Prefill_Throughput(token/s),Median_Decode_Throughput(token/s),E2E_Throughput(token/s)\n'

function row(batchSize: number): string {
  return `8,${batchSize},1024,128,aiter,0.12000,0.01200,1.200,1234.50,123.40,987.60\n`
}
