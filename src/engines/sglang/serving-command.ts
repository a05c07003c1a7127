import { z } from 'zod'
import { StageUnmeasurable, type ModelFolders } from '../engine.js'
import type { OnlineCase } from '../online-cases.js'

/** The names under which SGLang has had its load generator, the newest first. */
export const servingModules = ['sglang.benchmark.serving', 'sglang.bench_serving'] as const

export interface ServerCommand extends ModelFolders {
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
 */
export function serverCommand(command: ServerCommand): string[] {
  const { modelPath, tokenizerPath, tensorParallel, port, flags } = command
  return [
    ...['python3', '-u', '-m', 'sglang.launch_server'],
    ...['--model-path', modelPath],
    ...(tokenizerPath === undefined ? [] : ['--tokenizer-path', tokenizerPath]),
    ...['--tp', String(tensorParallel), '--host', '0.0.0.0', '--port', String(port)],
    ...flags,
  ]
}

/** A load generator: the name of its module, and the flags and data sets that this version of it has. */
export const servingProgramSchema = z.strictObject({
  module: z.string(),
  flags: z.array(z.string()),
  datasets: z.array(z.string()),
})

export type ServingProgram = z.infer<typeof servingProgramSchema>

export interface ServingCommand extends ServingProgram, ModelFolders, Omit<OnlineCase, 'name'> {
  readonly host: string
  readonly port: number
  readonly seed: number
  /** A ShareGPT file in the container, which versions without `random-ids` need. */
  readonly datasetPath?: string
  /** A row is appended to it at the end. */
  readonly outputFile: string
}

/** The command that prints what a version takes. */
export function servingHelpCommand(module: string): string[] {
  return ['python3', '-m', module, '--help']
}

/** Reads the output of `servingHelpCommand`. */
export function readServingHelp(module: string, help: string): ServingProgram {
  const flags = help.match(/(?<![\w-])--[a-z][a-z0-9-]{1,60}/g) ?? []
  const choices = /--dataset-name\s{1,100}\{([^{}]{1,2000})\}/.exec(help)?.[1] ?? ''
  const datasets = choices.split(',').map((choice) => choice.trim())
  return { module, flags: [...new Set(flags)].sort(), datasets: datasets.filter(Boolean).sort() }
}

/**
 * Refuses a load generator that can be given no prompts, which is to be asked before any server is started
 * for it.
 *
 * @param datasetPath the ShareGPT file that the recipe names
 * @throws StageUnmeasurable, where this version would have to download its prompts
 */
export function requireDataset({ module, datasets }: ServingProgram, datasetPath?: string): void {
  if (datasetPath !== undefined || datasets.includes('random-ids')) return
  throw new StageUnmeasurable(
    `main's load generator ${module} has no data set \`random-ids\`, and \`random\` needs a ShareGPT file, which is ` +
      `not downloaded in a measurement: put one on the host and name it in the recipe, ` +
      `\`online: { dataset: /path/on/the/host/sharegpt.json }\`; give a changed recipe with --recipe FILE`,
  )
}

/**
 * The argument list of one case. Seed and length ratio are always given, because their defaults changed
 * between versions and with the old ones prompts have any length down to 0. What a version lacks is left out.
 */
export function servingCommand(command: ServingCommand): string[] {
  const { module, flags, host, port, modelPath, tokenizerPath = modelPath, load, datasetPath } = command
  const isRate = 'requestRate' in load
  return [
    ...['python3', '-u', '-m', module, '--backend', 'sglang'],
    ...(flags.includes('--host')
      ? ['--host', host, '--port', `${port}`]
      : ['--base-url', `http://${host}:${port}`]),
    ...['--model', modelPath, '--tokenizer', tokenizerPath],
    ...(datasetPath === undefined
      ? ['--dataset-name', 'random-ids']
      : ['--dataset-name', 'random', '--dataset-path', datasetPath]),
    ...['--random-input-len', `${command.inputLength}`, '--random-output-len', `${command.outputLength}`],
    ...['--random-range-ratio', '1', '--seed', `${command.seed}`],
    ...['--num-prompts', `${command.prompts}`],
    ...['--request-rate', isRate && Number.isFinite(load.requestRate) ? `${load.requestRate}` : 'inf'],
    ...(isRate ? [] : ['--max-concurrency', `${load.maxConcurrency}`]),
    ...['--output-file', command.outputFile],
    ...(flags.includes('--disable-tqdm') ? ['--disable-tqdm'] : []),
    ...coldArguments(flags),
  ]
}

/** The warm-up request is the first prompt: its cached tokens are dropped again, else it is not sent. */
function coldArguments(flags: readonly string[]): string[] {
  if (flags.includes('--flush-cache')) return ['--flush-cache']
  return flags.includes('--warmup-requests') ? ['--warmup-requests', '0'] : []
}
