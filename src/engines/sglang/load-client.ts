import type { ServingProgram } from './probe.js'
import type { OnlineCase } from '../online-cases.js'
import type { CaseResult } from '../../comparison/launch.js'
import type { OnlineRecipe } from './recipe.js'
import type { Client, ModelFolders, Program, ProgramEnd, Served } from '../engine.js'
import { datasetTarget } from './dataset-file.js'
import { latestServingResult, type LatestServingResult } from './latest-serving-result.js'
import { ServerLog } from './server-log.js'
import { servingCaseResult } from './serving-case-result.js'
import { servingCommand } from './serving-command.js'
import { servingMarkers, ServingOutput } from './serving-output.js'
import type { ServingResult } from './serving-result.js'

/** Both arms, every launch and every case get the same prompts. */
const promptSeed = 1

/** The load generator appends a row to it. */
const resultFile = { path: '/tmp/prbench-serving.jsonl', maxBytes: 64 * 1024 * 1024 }

/** What all runs of the load generator against a server have in common. */
export interface LoadContext {
  readonly serving: ServingProgram
  readonly recipe: OnlineRecipe
  readonly folders: ModelFolders
  readonly port: number
}

/**
 * The program that puts a case's load on a server, and what it reads: the recipe's data set, where it names
 * one.
 */
export function loadProgram(
  { serving, recipe, folders, port }: LoadContext,
  host: string,
  { load, prompts, inputLength, outputLength }: Omit<OnlineCase, 'name'>,
): Program {
  const { modelPath, tokenizerPath = modelPath } = folders
  const { dataset, caseDeadlineSeconds } = recipe
  const command = servingCommand({
    module: serving.module,
    accepts: { flags: new Set(serving.flags), datasets: new Set(serving.datasets) },
    ...{ host, port, modelPath, tokenizerPath },
    ...{ load, prompts, inputLength, outputLength },
    seed: promptSeed,
    ...(dataset === undefined ? {} : { datasetPath: datasetTarget }),
    outputFile: resultFile.path,
  })
  return {
    command,
    environment: {},
    mounts: dataset === undefined ? [] : [{ kind: 'bind', source: dataset, target: datasetTarget }],
    deadlineSeconds: caseDeadlineSeconds,
    markers: [],
  }
}

/** The load generator as the client that measures a case. */
export function loadClient(context: LoadContext, address: string, entry: OnlineCase): Client<CaseResult> {
  return {
    ...loadProgram(context, address, entry),
    markers: servingMarkers,
    resultFile,
    reader: () => {
      const output = new ServingOutput()
      return {
        read: (line) => {
          output.read(line)
        },
        get hasBegun() {
          return output.hasBegun
        },
        result: (end, served) => resultOf(context, entry, output, end, served),
      }
    },
  }
}

function resultOf(
  { serving: { flags }, recipe }: LoadContext,
  entry: OnlineCase,
  output: ServingOutput,
  end: ProgramEnd,
  { wallSeconds, serverLines }: Served,
): CaseResult {
  const { result, problem } = writtenResult(end, output.result)
  const { exitCode, timedOut, oomKilled } = end
  return servingCaseResult(entry, {
    ...{ exitCode, timedOut, oomKilled, wallSeconds },
    result,
    firstError: output.firstError,
    fileProblem: problem,
    observations: ServerLog.of(serverLines).observations,
    hasDataset: recipe.dataset !== undefined,
    startsCold: flags.includes('--flush-cache') || flags.includes('--warmup-requests'),
  })
}

/**
 * The row that it wrote, completed by what it printed; what it printed where the row cannot be read, and why
 * that is.
 */
function writtenResult({ file }: ProgramEnd, printed: ServingResult | undefined): LatestServingResult {
  if (file === undefined) return { result: printed }
  if ('problem' in file) return { result: printed, problem: file.problem }
  return latestServingResult(file.text, resultFile.path, printed)
}
