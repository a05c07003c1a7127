import type { ModelFolders } from '../engine.js'
import type { OnlineCase } from '../online-cases.js'

/** What each program of the engine is given of the recipe. Paths are those inside the container. */
export interface EngineSettings extends ModelFolders {
  readonly tensorParallel: number
  readonly flags: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

const reservedForEngine = ['--model', '--tokenizer', '--tensor-parallel-size', '-tp'] as const

/** Flags of `vllm bench latency` that prbench gives. */
export const reservedForLatency = [
  ...reservedForEngine,
  ...['--batch-size', '--input-len', '--output-len', '--num-iters', '--num-iters-warmup', '--output-json'],
] as const

/** Flags of `vllm bench throughput` that prbench gives. */
export const reservedForThroughput = [
  ...reservedForEngine,
  ...['--dataset-name', '--dataset-path', '--random-input-len', '--random-output-len'],
  ...['--random-range-ratio', '--input-len', '--output-len'],
  ...['--num-prompts', '--num-warmups', '--seed', '--output-json'],
] as const

/** Flags of a server that prbench gives. */
export const reservedForServer = [...reservedForEngine, '--host', '--port', '--served-model-name'] as const

export interface LatencyShape {
  readonly batchSize: number
  readonly inputLength: number
  readonly outputLength: number
}

/**
 * The argument list of one batch, run `warmUp` times unmeasured and `iterations` times measured.
 */
export function latencyCommand(
  engine: EngineSettings,
  run: LatencyShape & { readonly warmUp: number; readonly iterations: number; readonly resultFile: string },
): string[] {
  return [
    ...['vllm', 'bench', 'latency', ...engineArguments(engine)],
    ...['--batch-size', `${run.batchSize}`],
    ...['--input-len', `${run.inputLength}`, '--output-len', `${run.outputLength}`],
    ...['--num-iters-warmup', `${run.warmUp}`, '--num-iters', `${run.iterations}`],
    ...['--output-json', run.resultFile],
    ...engine.flags,
  ]
}

/** Both arms, every launch and every case get the same prompts. */
const madeUp = ['--dataset-name', 'random', '--random-range-ratio', '0', '--seed', '1'] as const

/**
 * The argument list of many requests at once, whose prompts are made up; as many warm up, so that all shapes
 * are known.
 */
export function throughputCommand(
  engine: EngineSettings,
  run: Omit<OnlineCase, 'name' | 'load'> & { readonly resultFile: string },
): string[] {
  return [
    ...['vllm', 'bench', 'throughput', ...engineArguments(engine)],
    ...madeUp,
    ...['--random-input-len', `${run.inputLength}`, '--random-output-len', `${run.outputLength}`],
    ...['--num-prompts', `${run.prompts}`, '--num-warmups', `${run.prompts}`],
    ...['--no-enable-prefix-caching', '--output-json', run.resultFile],
    ...engine.flags,
  ]
}

/**
 * The argument list that starts the server in its container; it listens on every address of the container's
 * network.
 */
export function serverCommand(engine: EngineSettings, port: number): string[] {
  const { modelPath, ...rest } = engine
  return [
    ...['vllm', 'serve', modelPath, ...sharedArguments(rest)],
    ...['--host', '0.0.0.0', '--port', `${port}`, '--no-enable-prefix-caching'],
    ...engine.flags,
  ]
}

export interface LoadCommand extends ModelFolders, Omit<OnlineCase, 'name'> {
  readonly host: string
  readonly port: number
  /** The folder of the result, and its file's name. */
  readonly result: { readonly folder: string; readonly name: string }
}

/**
 * The argument list of one case: the load on a server. Sampling is greedy, and no answer ends before its
 * length.
 */
export function loadCommand(command: LoadCommand): string[] {
  const { load, tokenizerPath } = command
  const isRate = 'requestRate' in load
  return [
    ...['vllm', 'bench', 'serve', '--backend', 'vllm'],
    ...['--host', command.host, '--port', `${command.port}`, '--model', command.modelPath],
    ...(tokenizerPath === undefined ? [] : ['--tokenizer', tokenizerPath]),
    ...madeUp,
    ...['--random-input-len', `${command.inputLength}`, '--random-output-len', `${command.outputLength}`],
    ...['--num-prompts', `${command.prompts}`],
    ...['--request-rate', isRate && Number.isFinite(load.requestRate) ? `${load.requestRate}` : 'inf'],
    ...(isRate ? [] : ['--max-concurrency', `${load.maxConcurrency}`]),
    ...['--temperature', '0', '--ignore-eos', '--disable-tqdm'],
    ...['--percentile-metrics', 'ttft,tpot,itl,e2el', '--metric-percentiles', '95,99'],
    ...['--save-result', '--result-dir', command.result.folder, '--result-filename', command.result.name],
  ]
}

function engineArguments({ modelPath, ...rest }: EngineSettings): string[] {
  return ['--model', modelPath, ...sharedArguments(rest)]
}

function sharedArguments({ tokenizerPath, tensorParallel }: Omit<EngineSettings, 'modelPath'>): string[] {
  return [
    ...(tokenizerPath === undefined ? [] : ['--tokenizer', tokenizerPath]),
    ...['--tensor-parallel-size', `${tensorParallel}`],
  ]
}
