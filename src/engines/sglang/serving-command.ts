import { StageUnmeasurable } from '../engine.js'
import { refuseReservedFlags } from '../reserved-flags.js'

/** The names under which SGLang has had its load generator, the newest first. */
export const servingModules = ['sglang.benchmark.serving', 'sglang.bench_serving'] as const

export interface ServerCommand {
  readonly modelPath: string
  readonly tokenizerPath?: string
  readonly tensorParallel: number
  readonly port: number
  readonly flags: readonly string[]
}

/** Flags of a server that prbench gives. */
export const reservedForServer = [
  '--model-path',
  '--tokenizer-path',
  '--tp-size',
  '--tensor-parallel-size',
  '--host',
  '--port',
] as const

/**
 * The argument list that starts the server in its container; it listens on every address of the container's
 * network.
 *
 * @throws ReservedFlagError, where the flags hold one that is set here
 */
export function serverCommand({
  modelPath,
  tokenizerPath,
  tensorParallel,
  port,
  flags,
}: ServerCommand): string[] {
  refuseReservedFlags(flags, reservedForServer)
  return [
    ...['python3', '-u', '-m', 'sglang.launch_server'],
    ...['--model-path', modelPath],
    ...(tokenizerPath === undefined ? [] : ['--tokenizer-path', tokenizerPath]),
    ...['--tp', String(tensorParallel), '--host', '0.0.0.0', '--port', String(port)],
    ...flags,
  ]
}

/** How requests come: at a rate (requests/s), or as many at a time. */
export type ServingLoad = { readonly requestRate: number } | { readonly maxConcurrency: number }

export interface ServingCommand {
  readonly module: string
  /** What this version takes, from `readServingHelp`. */
  readonly accepts: ServingHelp
  readonly host: string
  readonly port: number
  readonly modelPath: string
  readonly tokenizerPath: string
  readonly load: ServingLoad
  readonly prompts: number
  readonly inputLength: number
  readonly outputLength: number
  readonly seed: number
  /** A ShareGPT file in the container, which versions without `random-ids` need. */
  readonly datasetPath?: string
  /** A row is appended to it at the end. */
  readonly outputFile: string
}

/** The flags and data sets of a version of the load generator. */
export interface ServingHelp {
  readonly flags: ReadonlySet<string>
  readonly datasets: ReadonlySet<string>
}

/** The command that prints what a version takes. */
export function servingHelpCommand(module: string): string[] {
  return ['python3', '-m', module, '--help']
}

/** Reads the output of `servingHelpCommand`. */
export function readServingHelp(help: string): ServingHelp {
  const flags = new Set(help.match(/(?<![\w-])--[a-z][a-z0-9-]{1,60}/g) ?? [])
  const choices = /--dataset-name\s{1,100}\{([^{}]{1,2000})\}/.exec(help)?.[1] ?? ''
  return {
    flags,
    datasets: new Set(
      choices
        .split(',')
        .map((choice) => choice.trim())
        .filter(Boolean),
    ),
  }
}

/**
 * Refuses a load generator that can be given no prompts, which is to be asked before any server is started
 * for it.
 *
 * @param datasetPath the ShareGPT file that the recipe names
 * @throws StageUnmeasurable, where this version would have to download its prompts
 */
export function requireDataset(module: string, datasets: Iterable<string>, datasetPath?: string): void {
  if (datasetPath !== undefined || [...datasets].includes('random-ids')) return
  throw new StageUnmeasurable(
    `main's load generator ${module} has no data set \`random-ids\`, and \`random\` needs a ShareGPT file, which is ` +
      `not downloaded in a measurement: put one on the host and name it in the recipe, ` +
      `\`online: { dataset: /path/on/the/host/sharegpt.json }\`; give a changed recipe with --recipe FILE`,
  )
}

/**
 * The argument list of one case. Seed and length ratio are always given, because their defaults changed
 * between versions and with the old ones prompts have any length down to 0. What a version lacks is left out.
 *
 * @throws StageUnmeasurable, where this version would have to download its prompts
 */
export function servingCommand(command: ServingCommand): string[] {
  const { module, accepts, load, datasetPath } = command
  const isRate = 'requestRate' in load
  const where = accepts.flags.has('--host')
    ? ['--host', command.host, '--port', String(command.port)]
    : undefined
  return [
    ...['python3', '-u', '-m', module, '--backend', 'sglang'],
    ...(where ?? ['--base-url', `http://${command.host}:${command.port}`]),
    ...['--model', command.modelPath, '--tokenizer', command.tokenizerPath],
    ...datasetArguments(module, accepts, datasetPath),
    ...[
      '--random-input-len',
      String(command.inputLength),
      '--random-output-len',
      String(command.outputLength),
    ],
    ...['--random-range-ratio', '1', '--seed', String(command.seed)],
    ...['--num-prompts', String(command.prompts)],
    ...['--request-rate', isRate && Number.isFinite(load.requestRate) ? String(load.requestRate) : 'inf'],
    ...(isRate ? [] : ['--max-concurrency', String(load.maxConcurrency)]),
    ...['--output-file', command.outputFile],
    ...(accepts.flags.has('--disable-tqdm') ? ['--disable-tqdm'] : []),
    ...coldArguments(accepts),
  ]
}

/** The warm-up request is the first prompt: its cached tokens are dropped again, else it is not sent. */
function coldArguments({ flags }: ServingHelp): string[] {
  if (flags.has('--flush-cache')) return ['--flush-cache']
  return flags.has('--warmup-requests') ? ['--warmup-requests', '0'] : []
}

function datasetArguments(
  module: string,
  { datasets }: ServingHelp,
  datasetPath: string | undefined,
): string[] {
  requireDataset(module, datasets, datasetPath)
  if (datasetPath !== undefined) return ['--dataset-name', 'random', '--dataset-path', datasetPath]
  return ['--dataset-name', 'random-ids']
}
