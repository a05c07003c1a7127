import type { OnlineCase } from '../comparison/case.js'
import { servingCommand } from '../engines/sglang/serving-command.js'
import type { Client } from './client-run.js'
import { datasetTarget } from '../host/dataset-file.js'
import { serverPort, type OnlineSession } from './online-session.js'
import type { Server } from './server.js'

/** Both arms, every launch and every case get the same prompts. */
const promptSeed = 1

/** In the container; the load generator appends a row to it. */
export const loadResultFile = '/tmp/prbench-serving.jsonl'

/** The program that puts a case's load on a server, and what it reads: the recipe's data set, where it names one. */
export function loadProgram(
  { serving, template, recipe }: Pick<OnlineSession, 'serving' | 'template' | 'recipe'>,
  server: Pick<Server, 'address'>,
  entry: Pick<OnlineCase, 'load' | 'prompts' | 'inputLength' | 'outputLength'>,
): Required<Pick<Client, 'command' | 'mounts'>> {
  const { modelPath, tokenizerPath = modelPath } = template.folders
  const { load, prompts, inputLength, outputLength } = entry
  const { dataset } = recipe
  const command = servingCommand({
    module: serving.module,
    accepts: { flags: new Set(serving.flags), datasets: new Set(serving.datasets) },
    host: server.address,
    port: serverPort,
    modelPath,
    tokenizerPath,
    load,
    prompts,
    inputLength,
    outputLength,
    seed: promptSeed,
    ...(dataset === undefined ? {} : { datasetPath: datasetTarget }),
    outputFile: loadResultFile,
  })
  const mounts =
    dataset === undefined ? [] : [{ kind: 'bind' as const, source: dataset, target: datasetTarget }]
  return { command, mounts }
}
