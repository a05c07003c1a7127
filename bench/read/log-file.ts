import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import type { BatchShape } from '../../src/engines/sglang/one-batch-shape.js'
import { printedBlock } from '../../test/fixtures/one-batch-output.js'

export const shapes: readonly BatchShape[] = [1, 2, 4, 8].map((batchSize) => ({
  batchSize,
  inputLength: 1024,
  outputLength: 128,
}))

/**
 * What stands between measurements in real logs: loaders' progress bars, compilers' warnings, SGLang's own
 * lines.
 */
const noise = [
  '[2026-03-01 10:00:00 TP0] Load weight end. type=Grok1ModelForCausalLM, dtype=torch.bfloat16, avail mem=180.10 GB',
  '[aiter] import [module_rmsnorm] under /sgl-workspace/aiter/aiter/jit/module_rmsnorm.so',
  "/opt/rocm/include/hip/amd_detail/amd_hip_fp8.h:121:12: warning: unused variable 'x' [-Wunused-variable]",
  Array.from(
    { length: 20 },
    (_, step) => `Loading safetensors checkpoint shards: ${step * 5}% Completed | ${step}/20`,
  ).join('\r'),
  '\u001b[33m[TP3] Using default MoE config. Performance might be sub-optimal!\u001b[0m \ufffd',
  'Capturing batches (avail_mem=12.51 GB):  41%|####1     | 7/17 [00:09<00:12,  1.24s/it]',
  'INFO 03-01 10:00:00 custom_all_reduce.py:203] Registering 2064 cuda graph addresses',
  'DEBUG hipBLASLt solution 48213 for m=4096 n=1024 k=8192 was found in the cache of solutions',
]

/**
 * Writes the log of a `one_batch` process that measures all shapes once, with as much between its lines that
 * says nothing as makes up the wanted size. Gives how many bytes it has.
 *
 * @param encode what stands in the file for some lines
 */
export async function writeLog(
  path: string,
  bytes: number,
  encode: (lines: string) => Buffer = (lines) => Buffer.from(lines),
): Promise<number> {
  const file = createWriteStream(path)
  const lines = `${noise.join('\n')}\n`.repeat(500)
  const block = encode(lines)
  const measured = ['Warmup ...\n', 'Benchmark ...\n', ...shapes.map(blockOf)]
  const between = Math.max(1, Math.floor(bytes / Buffer.byteLength(lines) / measured.length))
  let written = 0
  for (const text of measured) {
    for (let count = 0; count < between; count += 1) written += await write(file, block)
    written += await write(file, encode(text))
  }
  file.end()
  await once(file, 'close')
  return written
}

async function write(file: NodeJS.WritableStream, bytes: Buffer): Promise<number> {
  if (!file.write(bytes)) await once(file, 'drain')
  return bytes.length
}

/** The lines of one measurement, as SGLang prints them. */
function blockOf(shape: BatchShape): string {
  const latencies = { prefillLatency: 0.25, medianDecodeLatency: 0.0125, totalLatency: 1.85 }
  return `${printedBlock(shape, latencies).join('\n')}\n`
}
