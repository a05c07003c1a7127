import type { OnlineCase } from '../online-cases.js'
import type { OnlineRecipe } from './recipe.js'
import type { ModelFolders, Program } from '../engine.js'
import { loadReader } from '../load-case.js'
import { loadResultReader } from '../load-result.js'
import type { LoadGenerator } from '../online-server.js'
import { datasetTarget } from './dataset-file.js'
import { servedFacts } from './served-facts.js'
import { ServerLog } from './server-log.js'
import { servingCommand, type ServingProgram } from './serving-command.js'
import { servingMarkers, servingOutput } from './serving-output.js'

/** Both arms, every launch and every case get the same prompts. */
const promptSeed = 1

const resultFile = { path: '/tmp/prbench-serving.jsonl', maxBytes: 64 * 1024 * 1024 }

/** Reads the row that the load generator appends to its file, of which each run has its own. */
export const readServingResult = loadResultReader('e2e_latency')

/** What all runs of the load generator against a server have in common. */
export interface LoadContext {
  readonly serving: ServingProgram
  readonly recipe: OnlineRecipe
  readonly folders: ModelFolders
  readonly port: number
}

/** SGLang's load generator against such a server. */
export function loadGenerator(context: LoadContext): LoadGenerator {
  const { flags } = context.serving
  const hasDataset = context.recipe.dataset !== undefined
  const startsCold = flags.includes('--flush-cache') || flags.includes('--warmup-requests')
  return {
    program: (address, load) => loadProgram(context, address, load),
    markers: servingMarkers,
    resultFile,
    reader: (entry) =>
      loadReader({
        ...{ entry, hasDataset, countsAnswers: true, output: servingOutput() },
        resultIn: (text) => readServingResult(text, resultFile.path),
        factsIn: (lines) => servedFacts(entry, ServerLog.of(lines).observations, { hasDataset, startsCold }),
      }),
  }
}

/**
 * The program that puts a load on a server, and what it reads: the recipe's data set, where it names one.
 */
export function loadProgram(
  { serving, recipe, folders, port }: LoadContext,
  host: string,
  load: Omit<OnlineCase, 'name'>,
): Omit<Program, 'markers'> {
  const { dataset, caseDeadlineSeconds } = recipe
  return {
    command: servingCommand({
      ...{ ...serving, ...folders, ...load, host, port, seed: promptSeed },
      ...(dataset === undefined ? {} : { datasetPath: datasetTarget }),
      outputFile: resultFile.path,
    }),
    environment: {},
    mounts: dataset === undefined ? [] : [{ kind: 'bind', source: dataset, target: datasetTarget }],
    deadlineSeconds: caseDeadlineSeconds,
  }
}
