import type { ModelFolders } from '../engine.js'
import type { OneBatchProcess } from './one-batch-process.js'

/**
 * The names under which SGLang has had its one-batch benchmark, the newest first. Images between have both.
 */
export const oneBatchModules = ['sglang.benchmark.one_batch', 'sglang.bench_one_batch'] as const

/** Flags of a one-batch process that prbench gives. */
export const reservedForOneBatch = [
  '--model-path',
  '--tokenizer-path',
  '--tp-size',
  '--tensor-parallel-size',
  '--batch-size',
  '--input-len',
  '--output-len',
  '--result-filename',
  '--run-name',
] as const

/**
 * Its rows come after the last measurement, and say what was printed: nobody reads it, but it must go
 * somewhere.
 */
const resultFile = '/tmp/prbench-one-batch.jsonl'

/** Paths are those inside the container. */
export interface OneBatchCommand extends ModelFolders {
  readonly module: string
}

/**
 * The argument list of one process, for a container's command; no shell reads it. Unbuffered, else nothing of
 * a process that is killed has reached its pipe. The list of batch sizes is given once a pass.
 */
export function oneBatchCommand(
  process: Omit<OneBatchProcess, 'cases'>,
  { module, modelPath, tokenizerPath }: OneBatchCommand,
): string[] {
  const batchSizes = Array.from({ length: process.passes }, () => process.batchSizes).flat()
  return [
    ...['python3', '-u', '-m', module],
    ...['--model-path', modelPath],
    ...(tokenizerPath === undefined ? [] : ['--tokenizer-path', tokenizerPath]),
    ...['--tp', String(process.tensorParallel)],
    ...['--batch-size', ...batchSizes.map(String)],
    ...['--input-len', ...process.inputLengths.map(String)],
    ...['--output-len', ...process.outputLengths.map(String)],
    ...['--result-filename', resultFile],
    ...process.flags,
  ]
}
